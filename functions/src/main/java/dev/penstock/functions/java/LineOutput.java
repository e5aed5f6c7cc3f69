package dev.penstock.functions.java;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Standard output of a function: hands on whole lines. A line longer than 256 KiB, which is all that CloudWatch Logs takes
 * in one event, is cut there. Guarded by {@code lock}.
 */
final class LineOutput extends OutputStream {
    private static final int MAX_LINE_BYTES = 256 * 1024;
    private static final int KEPT_BYTES = 16 * 1024;
    private static final int FIRST_BYTES = 256;
    private static final int CONTINUATION_MASK = 0xC0;
    private static final int CONTINUATION = 0x80;

    private final Object lock = new Object();
    private final Consumer<String> log;
    private ByteArrayOutputStream line = new ByteArrayOutputStream(FIRST_BYTES);

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
            int begin = offset;
            int kept = line.size(); // synchronized, which is too slow for each byte
            for (int i = offset; i < offset + length; i++) {
                boolean full = kept + i - begin >= MAX_LINE_BYTES
                        && (source[i] & CONTINUATION_MASK) != CONTINUATION; // not within a character
                if (source[i] == '\n' || full) {
                    line.write(source, begin, i - begin);
                    endLine();
                    kept = 0;
                    begin = source[i] == '\n' ? i + 1 : i;
                }
            }
            line.write(source, begin, offset + length - begin);
        }
    }

    /** Hands on what has no line end yet. */
    void flushLine() {
        synchronized (lock) {
            if (line.size() > 0) {
                endLine();
            }
        }
    }

    private void endLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        if (line.size() > KEPT_BYTES) {
            line = new ByteArrayOutputStream(FIRST_BYTES);
        } else {
            line.reset();
        }
        log.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
