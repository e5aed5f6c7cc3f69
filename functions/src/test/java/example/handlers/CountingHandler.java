package example.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the invocations of its environment. */
public class CountingHandler implements RequestHandler<Object, Integer> {
    private static final AtomicInteger COUNT = new AtomicInteger();

    @Override
    public Integer handleRequest(Object event, Context context) {
        return COUNT.incrementAndGet();
    }
}
