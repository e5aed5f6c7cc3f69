package dev.penstock.launcher.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/** Throws at its first invocations, as many as {@code FAILURES} says, then works. */
public final class FailingHandler implements RequestHandler<Map<String, Object>, String> {
    private int invocations;

    @Override
    public String handleRequest(Map<String, Object> event, Context context) {
        invocations++;
        if (invocations <= Integer.parseInt(System.getenv("FAILURES"))) {
            throw new IllegalStateException("refused on purpose, invocation " + invocations);
        }
        return "ok";
    }
}
