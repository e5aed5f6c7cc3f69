package dev.penstock.functions.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What the child prints, line by line. Our bootstraps print a mark ({@code 0x1E}, request id, line end) after each
 * invocation, so that an invocation is over only when its output has been read. Lines are cut at 64 KiB. Memory is
 * bounded: a child that prints faster than its lines are taken is held back by its pipe.
 */
final class ChildOutput {
    private static final byte MARK = 0x1E;
    private static final int MAX_LINE_BYTES = 64 * 1024;
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int FIRST_LINE_BYTES = 256;

    private final Consumer<String> log;
    private final Predicate<String> marks;
    private byte[] line = new byte[FIRST_LINE_BYTES];
    private int length;
    private volatile boolean reading;
    private volatile long consumed;

    /** @param marks takes the text of a possible mark; false when it is none, but output of the handler */
    ChildOutput(Consumer<String> log, Predicate<String> marks) {
        this.log = log;
        this.marks = marks;
    }

    /** Reads until the child closes its output; on one thread. */
    void readAll(InputStream output) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long total = 0;
        for (int count = read(output, buffer); count >= 0; count = read(output, buffer)) {
            take(buffer, count);
            total += count;
            consumed = total;
        }
        endLine();
    }

    private int read(InputStream output, byte[] buffer) throws IOException {
        reading = true;
        int count = output.read(buffer);
        reading = false;
        return count;
    }

    /** How many bytes were read and logged; the same number twice, while {@link #isWaiting}, means that all was. */
    long consumed() {
        return consumed;
    }

    /** Whether it waits for more output. */
    boolean isWaiting() {
        return reading;
    }

    private void take(byte[] buffer, int count) {
        int from = 0;
        for (int i = 0; i < count; i++) {
            byte next = buffer[i];
            if (next == '\n') {
                append(buffer, from, i - from);
                endLine(true);
                from = i + 1;
            } else if (next == MARK) {
                append(buffer, from, i - from);
                endLine();
                from = i;
            }
        }
        append(buffer, from, count - from);
    }

    private void append(byte[] buffer, int from, int count) {
        int at = from;
        int left = count;
        while (left > 0) {
            int taken = Math.min(left, MAX_LINE_BYTES - length);
            if (length + taken > line.length) {
                line = Arrays.copyOf(line, Math.min(MAX_LINE_BYTES, Math.max(2 * line.length, length + taken)));
            }
            System.arraycopy(buffer, at, line, length, taken);
            length += taken;
            at += taken;
            left -= taken;
            if (length == MAX_LINE_BYTES) {
                cutLine();
            }
        }
    }

    /** Cuts between two characters. */
    private void cutLine() {
        int end = length;
        while (end > length - 4 && (line[end - 1] & 0xC0) == 0x80) {
            end--;
        }
        boolean cutsCharacter = end > 0 && (line[end - 1] & 0xC0) == 0xC0;
        end = cutsCharacter ? end - 1 : length;
        log.accept(new String(line, 0, end, StandardCharsets.UTF_8));
        System.arraycopy(line, end, line, 0, length - end);
        length -= end;
    }

    private void endLine() {
        endLine(false);
    }

    /** @param empty whether an empty line counts */
    private void endLine(boolean empty) {
        if (length == 0 && !empty) {
            return;
        }
        boolean marked = length > 1 && line[0] == MARK && marks.test(text(1));
        if (!marked) {
            log.accept(text(0));
        }
        length = 0;
    }

    private String text(int from) {
        int end = length > from && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, from, end - from, StandardCharsets.UTF_8);
    }
}
