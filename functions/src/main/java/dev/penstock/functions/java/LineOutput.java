package dev.penstock.functions.java;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Standard output of a function: hands on whole lines. A line longer than 16 KiB is cut there. Guarded by {@code lock}.
 */
final class LineOutput extends OutputStream {
    private static final int MAX_LINE_BYTES = 16 * 1024;

    private final Object lock = new Object();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Consumer<String> log;

    LineOutput(Consumer<String> log) {
        this.log = log;
    }

    @Override
    public void write(int oneByte) {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        synchronized (lock) {
            for (int i = offset; i < offset + length; i++) {
                if (source[i] == '\n') {
                    endLine();
                } else {
                    line.write(source[i]);
                    if (line.size() >= MAX_LINE_BYTES) {
                        endLine();
                    }
                }
            }
        }
    }

    /** Hands on what has no line end yet: the invocation is over. */
    void endInvocation() {
        synchronized (lock) {
            if (line.size() > 0) {
                endLine();
            }
        }
    }

    private void endLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        log.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
