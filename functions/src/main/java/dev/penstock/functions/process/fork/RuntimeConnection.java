package dev.penstock.functions.process.fork;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The client side of the Lambda Runtime API: one connection, kept open, one request at a time, each sent in one piece. Not
 * the JDK's HTTP client: that one starts threads and reads properties that the user's code may set.
 */
final class RuntimeConnection {
    private static final String BASE = "/2018-06-01/runtime";
    private static final int OK = 200;

    private final String address;
    private final InputStream in;
    private final OutputStream out;

    /** @param address {@code host:port} */
    RuntimeConnection(String address) throws IOException {
        this.address = address;
        int colon = address.lastIndexOf(':');
        Socket socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Waits for the next event. */
    Reply next() throws IOException {
        Reply reply = call("GET", "/invocation/next", new byte[0], "");
        if (reply.status() != OK) {
            throw new IOException("no event: status " + reply.status());
        }
        return reply;
    }

    void postResult(String requestId, byte[] result) throws IOException {
        call("POST", "/invocation/" + requestId + "/response", result, "Content-Type: application/json\r\n");
    }

    void postError(String requestId, byte[] document, String type) throws IOException {
        call("POST", "/invocation/" + requestId + "/error", document, errorHeader(type));
    }

    void postInitError(byte[] document, String type) throws IOException {
        call("POST", "/init/error", document, errorHeader(type));
    }

    private static String errorHeader(String type) {
        return "Content-Type: application/json\r\nLambda-Runtime-Function-Error-Type: " + type + "\r\n";
    }

    private Reply call(String method, String path, byte[] body, String headers) throws IOException {
        byte[] head = "%s %s%s HTTP/1.1\r\nHost: %s\r\n%sContent-Length: %d\r\n\r\n"
                .formatted(method, BASE, path, address, headers, body.length)
                .getBytes(StandardCharsets.US_ASCII);
        byte[] message = new byte[head.length + body.length];
        System.arraycopy(head, 0, message, 0, head.length);
        System.arraycopy(body, 0, message, head.length, body.length);
        out.write(message);
        out.flush();
        return read();
    }

    private Reply read() throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        int length =
                Integer.parseInt(headers.getOrDefault("Content-Length", "0").toLowerCase(Locale.ROOT));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the answer is cut");
        }
        return new Reply(status, headers, body);
    }

    private String line() throws IOException {
        byte[] text = new byte[256];
        int length = 0;
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("Penstock closed the connection");
            }
            if (length == text.length) {
                text = Arrays.copyOf(text, 2 * length);
            }
            text[length++] = (byte) next;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8).stripTrailing();
    }

    /** @param headers by name, in whatever case */
    @SuppressWarnings("ArrayRecordComponent") // handed over once
    record Reply(int status, Map<String, String> headers, byte[] body) {}
}
