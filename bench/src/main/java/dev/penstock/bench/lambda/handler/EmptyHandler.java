package dev.penstock.bench.lambda.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes a map and returns nothing. */
public final class EmptyHandler implements RequestHandler<Map<String, Object>, @Nullable Object> {

    @Override
    public @Nullable Object handleRequest(Map<String, Object> event, Context context) {
        return null;
    }
}
