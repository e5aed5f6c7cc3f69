package dev.penstock.platform.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a UTF-8 file that are not blank, one at a time, so that memory is bounded by the longest line. Breaking
 * files throw UncheckedIOException.
 */
public final class TextLines implements Iterator<TextLines.Line>, Closeable {
    /** In bytes; far more than a message and a rule of the largest size take as Base64 and JSON. */
    public static final int LONGEST = 4 * 1024 * 1024;

    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private int number;
    private @Nullable Line next;
    private boolean ended;

    /**
     * One line.
     *
     * @param number from 1
     * @param problem why there is no text; empty when there is
     */
    public record Line(int number, String text, String problem) {}

    /** @param in closed with the lines */
    public TextLines(InputStream in) {
        this.in = new BufferedInputStream(in, BUFFER);
    }

    @Override
    public boolean hasNext() {
        while (next == null && !ended) {
            next = read();
        }
        return next != null;
    }

    @Override
    public Line next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        Line line = next;
        next = null;
        return line;
    }

    /** The next line, or null when it is blank or the file is at its end. */
    private @Nullable Line read() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean tooLong = false;
        try {
            int next = in.read();
            for (; next >= 0 && next != '\n'; next = in.read()) {
                tooLong |= bytes.size() == LONGEST;
                if (!tooLong) {
                    bytes.write(next);
                }
            }
            ended = next < 0;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        number++;
        return tooLong
                ? new Line(number, "", "the line is longer than %d bytes".formatted(LONGEST))
                : line(bytes.toByteArray());
    }

    private @Nullable Line line(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            String line = number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
            return line.isBlank() ? null : new Line(number, line, "");
        } catch (CharacterCodingException otherEncoding) {
            return new Line(number, "", "the line is not UTF-8");
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
