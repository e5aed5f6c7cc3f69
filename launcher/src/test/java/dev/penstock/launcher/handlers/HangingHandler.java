package dev.penstock.launcher.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Hangs for ever at its first invocation in the life of {@code MARKER_FILE}, then works. */
public final class HangingHandler implements RequestHandler<Map<String, Object>, String> {

    @Override
    public String handleRequest(Map<String, Object> event, Context context) {
        Path marker = Path.of(System.getenv("MARKER_FILE"));
        try {
            if (!Files.exists(marker)) {
                Files.createFile(marker);
                new CountDownLatch(1).await();
            }
        } catch (InterruptedException | java.io.IOException ended) {
            throw new IllegalStateException(ended);
        }
        return "ok";
    }
}
