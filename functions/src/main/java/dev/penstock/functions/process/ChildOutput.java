package dev.penstock.functions.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What the child prints, line by line. The bootstrap prints a mark ({@code 0x1E}, request id, line end) after each
 * invocation, so that an invocation is over only when its output has been read. Lines are cut at 16 KiB.
 */
final class ChildOutput {
    private static final int MARK = 0x1E;
    private static final int MAX_LINE_BYTES = 16 * 1024;
    private static final int BUFFER_BYTES = 8 * 1024;

    private final Consumer<String> log;
    private final Map<String, CompletableFuture<Void>> drained = new ConcurrentHashMap<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean inMark;

    ChildOutput(Consumer<String> log) {
        this.log = log;
    }

    /** Completes when everything that this invocation printed was logged. */
    CompletableFuture<Void> drained(String requestId) {
        return drained.computeIfAbsent(requestId, id -> new CompletableFuture<>());
    }

    /** Reads until the child closes its output; on one thread. */
    void readAll(InputStream output) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
            for (int i = 0; i < count; i++) {
                take(buffer[i]);
            }
        }
        endLine();
    }

    private void take(byte next) {
        if (next == MARK) {
            endLine();
            inMark = true;
        } else if (next == '\n') {
            if (inMark) {
                endMark();
            } else {
                logLine();
            }
        } else {
            line.write(next);
            if (line.size() >= MAX_LINE_BYTES) {
                endLine();
            }
        }
    }

    private void endMark() {
        CompletableFuture<Void> waiting = drained.remove(line.toString(StandardCharsets.UTF_8));
        line.reset();
        inMark = false;
        if (waiting != null) {
            waiting.complete(null);
        }
    }

    private void endLine() {
        inMark = false;
        if (line.size() > 0) {
            logLine();
        }
    }

    private void logLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        log.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
