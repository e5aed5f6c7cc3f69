package dev.penstock.functions.local;

import dev.penstock.platform.data.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last 4 KB of the log of one invocation. Not thread-safe. */
final class LogTail {
    private static final int MAX_BYTES = 4 * 1024;

    private final Deque<String> lines = new ArrayDeque<>();
    private int chars;

    void append(String line) {
        lines.addLast(line);
        chars += line.length() + 1;
        // Every character has a byte or more: what lies before the last 4 K characters is not needed.
        while (chars - lines.getFirst().length() - 1 >= MAX_BYTES) {
            chars -= lines.removeFirst().length() + 1;
        }
    }

    Bytes bytes() {
        Bytes whole = Bytes.utf8(String.join("\n", lines) + "\n");
        int from = Math.max(0, whole.length() - MAX_BYTES);
        while (from > 0 && isWithinCharacter(whole.at(from))) {
            from++;
        }
        return whole.slice(from, whole.length() - from);
    }

    /** In UTF-8 every byte of a character but the first has the form 10xxxxxx. */
    private static boolean isWithinCharacter(byte at) {
        return (at & 0xC0) == 0x80;
    }
}
