package dev.penstock.launcher.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.List;
import java.util.Map;

/** Logs the sequence number of each record it gets; slow when {@code PAUSE_MILLIS} says so. */
public final class CountingHandler implements RequestHandler<Map<String, Object>, String> {

    @Override
    public String handleRequest(Map<String, Object> event, Context context) {
        Object records = event.get("Records");
        int count = records instanceof List<?> list ? list.size() : 0;
        String pause = System.getenv("PAUSE_MILLIS");
        if (pause != null) {
            java.util.concurrent.locks.LockSupport.parkNanos(Long.parseLong(pause) * 1_000_000);
        }
        context.getLogger().log("took " + count + " records\n");
        return "ok";
    }
}
