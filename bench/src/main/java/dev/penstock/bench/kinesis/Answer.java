package dev.penstock.bench.kinesis;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/** One HTTP/1.1 answer as it comes in, found whole by its {@code Content-Length}. Its room is used again and again. */
final class Answer {
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final int FIRST_ROOM_BYTES = 64 * 1024;
    private static final int STATUS_AT = 9;
    private static final int STATUS_DIGITS = 3;
    private static final int LOWER_CASE = 0x20;

    private ByteBuffer bytes = ByteBuffer.allocateDirect(FIRST_ROOM_BYTES);
    private int scanned;
    private int bodyStart;
    private int bodyLength;

    /** Makes way for the next one. */
    void clear() {
        bytes.clear();
        scanned = 0;
        bodyStart = 0;
        bodyLength = 0;
    }

    /** Takes what is there; true when the answer is whole. */
    boolean read(ReadableByteChannel channel) throws IOException {
        if (!bytes.hasRemaining()) {
            grow(2 * bytes.capacity());
        }
        if (channel.read(bytes) < 0) {
            throw new EOFException("the connection was closed");
        }
        if (bodyStart == 0 && !findBody()) {
            return false;
        }
        int missing = bodyStart + bodyLength - bytes.position();
        if (missing < 0) {
            throw new IOException("the answer is longer than it says");
        }
        return missing == 0;
    }

    private void grow(int capacity) {
        ByteBuffer larger = ByteBuffer.allocateDirect(capacity);
        bytes.flip();
        bytes = larger.put(bytes);
    }

    /** Looks for the blank line behind the headers. */
    private boolean findBody() throws IOException {
        for (; scanned + 4 <= bytes.position(); scanned++) {
            if (isLineEnd(scanned) && isLineEnd(scanned + 2)) {
                bodyStart = scanned + 4;
                bodyLength = contentLength();
                if (bodyStart + bodyLength > bytes.capacity()) {
                    grow(bodyStart + bodyLength);
                }
                return true;
            }
        }
        return false;
    }

    private boolean isLineEnd(int at) {
        return bytes.get(at) == '\r' && bytes.get(at + 1) == '\n';
    }

    private int contentLength() throws IOException {
        for (int start = 0; start < bodyStart - LENGTH.length; start++) {
            if (bytes.get(start) == '\n' && isLength(start + 1)) {
                int value = 0;
                for (int at = start + 1 + LENGTH.length; bytes.get(at) != '\r'; at++) {
                    value = bytes.get(at) == ' ' ? value : value * 10 + bytes.get(at) - '0';
                }
                return value;
            }
        }
        throw new IOException("an answer without a length");
    }

    private boolean isLength(int start) {
        for (int i = 0; i < LENGTH.length; i++) {
            if ((bytes.get(start + i) | LOWER_CASE) != (LENGTH[i] | LOWER_CASE)) {
                return false;
            }
        }
        return true;
    }

    /** The HTTP status. */
    int status() {
        int status = 0;
        for (int at = STATUS_AT; at < STATUS_AT + STATUS_DIGITS; at++) {
            status = status * 10 + bytes.get(at) - '0';
        }
        return status;
    }

    int bodyLength() {
        return bodyLength;
    }

    /** The body. */
    String text() {
        byte[] body = new byte[bodyLength];
        bytes.get(bodyStart, body);
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Whether the body contains a text; cheap when it stands at the beginning. */
    boolean contains(byte[] text) {
        int end = bodyStart + bodyLength - text.length;
        for (int start = bodyStart; start <= end; start++) {
            if (isAt(start, text)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(int start, byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (bytes.get(start + i) != text[i]) {
                return false;
            }
        }
        return true;
    }
}
