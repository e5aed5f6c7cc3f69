package dev.penstock.bench.kinesis;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One HTTP/1.1 connection that sends requests made beforehand and reads the answers. It does as little as it can: what
 * it takes of the machine is missing in the figures of whom it measures.
 */
final class Connection implements AutoCloseable {
    private final byte[] head = new byte[4096];
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] body = new byte[64 * 1024];
    private int bodyLength;

    Connection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 256 * 1024);
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
        int length = readHead();
        String text = new String(head, 0, length, StandardCharsets.US_ASCII);
        bodyLength = contentLength(text);
        if (body.length < bodyLength) {
            body = new byte[bodyLength];
        }
        if (in.readNBytes(body, 0, bodyLength) < bodyLength) {
            throw new EOFException("the answer ended early");
        }
        return Integer.parseInt(text.substring(9, 12));
    }

    private int readHead() throws IOException {
        int length = 0;
        while (length < 4
                || head[length - 1] != '\n'
                || head[length - 2] != '\r'
                || head[length - 3] != '\n'
                || head[length - 4] != '\r') {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection was closed");
            }
            head[length++] = (byte) next;
        }
        return length;
    }

    private static int contentLength(String text) {
        String name = "content-length:";
        int at = text.toLowerCase(Locale.ROOT).indexOf(name) + name.length();
        return Integer.parseInt(text.substring(at, text.indexOf('\r', at)).strip());
    }

    /** The last answer's body. */
    String answer() {
        return new String(body, 0, bodyLength, StandardCharsets.UTF_8);
    }

    /** Whether the last answer's body begins or ends with a text; much cheaper than {@link #answer}. */
    boolean contains(byte[] text) {
        for (int start = 0; start <= bodyLength - text.length; start++) {
            if (body[start] == text[0] && Arrays.equals(body, start, start + text.length, text, 0, text.length)) {
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
