package dev.penstock.bench.lambda.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Keeps its event in the file {@code EVENT_FILE}. */
public final class CaptureHandler implements RequestStreamHandler {

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        Files.copy(event, Path.of(System.getenv("EVENT_FILE")), StandardCopyOption.REPLACE_EXISTING);
    }
}
