package dev.penstock.functions.java;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** {@code context.getLogger()}: each call is one event, as on AWS, with or without a line end. */
record LocalLogger(Consumer<String> sink) implements LambdaLogger {

    @Override
    public void log(String message) {
        String text = String.valueOf(message);
        sink.accept(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    }

    @Override
    public void log(byte[] message) {
        log(new String(message, StandardCharsets.UTF_8));
    }

    @Override
    public void log(String message, LogLevel level) {
        log(level == LogLevel.UNDEFINED ? message : "[%s] %s".formatted(level, message));
    }

    @Override
    public void log(byte[] message, LogLevel level) {
        log(new String(message, StandardCharsets.UTF_8), level);
    }
}
