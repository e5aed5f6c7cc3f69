package dev.penstock.bench.kinesis;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One HTTP/1.1 connection that sends requests made beforehand and reads the answers. It does as little as it can: what
 * it takes of the machine is missing in the figures of whom it measures.
 */
final class Connection implements AutoCloseable {
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_AT = 9;
    private static final int LOWER_CASE = 0x20;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] answer = new byte[64 * 1024];
    private int bodyStart;
    private int bodyLength;

    Connection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** A whole request, JSON 1.1, with the header that a signed one has; nobody checks the signature. */
    static byte[] request(String operation, String json) {
        byte[] content = json.getBytes(StandardCharsets.UTF_8);
        byte[] header = """
                POST / HTTP/1.1\r
                Host: localhost\r
                Content-Type: application/x-amz-json-1.1\r
                X-Amz-Target: Kinesis_20131202.%s\r
                X-Amz-Date: 20260101T000000Z\r
                Authorization: AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/kinesis/aws4_request, \
                SignedHeaders=host;x-amz-date, Signature=00\r
                Content-Length: %d\r
                \r
                """.formatted(operation, content.length).getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[header.length + content.length];
        System.arraycopy(header, 0, whole, 0, header.length);
        System.arraycopy(content, 0, whole, header.length, content.length);
        return whole;
    }

    /**
     * Sends and reads the answer, whose text is then at {@link #answer}.
     *
     * @return the HTTP status
     */
    int send(byte[] request) throws IOException {
        out.write(request);
        int read = readHead();
        bodyLength = contentLength();
        int end = bodyStart + bodyLength;
        if (answer.length < end) {
            answer = Arrays.copyOf(answer, end);
        }
        while (read < end) {
            read += more(read, end);
        }
        if (read > end) {
            throw new IOException("the answer is longer than it says");
        }
        return Integer.parseInt(new String(answer, STATUS_AT, 3, StandardCharsets.US_ASCII));
    }

    /** Reads until the blank line behind the headers, and perhaps some of the body. */
    private int readHead() throws IOException {
        int read = 0;
        for (int at = 0; ; at++) {
            while (read < at + 4) {
                read += more(read, answer.length);
            }
            if (answer[at] == '\r' && answer[at + 1] == '\n' && answer[at + 2] == '\r' && answer[at + 3] == '\n') {
                bodyStart = at + 4;
                return read;
            }
        }
    }

    private int more(int from, int to) throws IOException {
        int count = in.read(answer, from, to - from);
        if (count < 0) {
            throw new EOFException("the connection was closed");
        }
        return count;
    }

    private int contentLength() throws IOException {
        for (int start = 0; start < bodyStart - LENGTH.length; start++) {
            if (answer[start] == '\n' && isLength(start + 1)) {
                int value = 0;
                for (int at = start + 1 + LENGTH.length; answer[at] != '\r'; at++) {
                    value = answer[at] == ' ' ? value : value * 10 + answer[at] - '0';
                }
                return value;
            }
        }
        throw new IOException("an answer without a length");
    }

    private boolean isLength(int start) {
        for (int i = 0; i < LENGTH.length; i++) {
            if ((answer[start + i] | LOWER_CASE) != (LENGTH[i] | LOWER_CASE)) {
                return false;
            }
        }
        return true;
    }

    int bodyLength() {
        return bodyLength;
    }

    /** The last answer's body. */
    String answer() {
        return new String(answer, bodyStart, bodyLength, StandardCharsets.UTF_8);
    }

    /** Whether the last answer's body contains a text; cheap when it stands at the beginning. */
    boolean contains(byte[] text) {
        int end = bodyStart + bodyLength - text.length;
        for (int start = bodyStart; start <= end; start++) {
            if (answer[start] == text[0] && Arrays.equals(answer, start, start + text.length, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
