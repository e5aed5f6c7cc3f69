package dev.penstock.launcher.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Logs how many records it gets; slow when {@code PAUSE_MILLIS} says so, and held until there is a file {@code GATE_FILE}
 * when that is named.
 */
public final class CountingHandler implements RequestHandler<Map<String, Object>, String> {

    @Override
    public String handleRequest(Map<String, Object> event, Context context) {
        Object records = event.get("Records");
        int count = records instanceof List<?> list ? list.size() : 0;
        String gate = System.getenv("GATE_FILE");
        while (gate != null && !Files.exists(Path.of(gate))) {
            LockSupport.parkNanos(10_000_000);
        }
        String pause = System.getenv("PAUSE_MILLIS");
        if (pause != null) {
            LockSupport.parkNanos(Long.parseLong(pause) * 1_000_000);
        }
        context.getLogger().log("took " + count + " records\n");
        return "ok";
    }
}
