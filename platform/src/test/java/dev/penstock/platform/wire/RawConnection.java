package dev.penstock.platform.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** A client that sends exactly the bytes it is told to. Reads give up after 30 s. */
final class RawConnection implements AutoCloseable {
    private static final int LIMIT_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;

    RawConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(LIMIT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    RawConnection send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    RawConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** The server may close the connection in the middle. */
    void sendAsFarAsPossible(byte[] bytes) {
        try {
            send(bytes);
        } catch (IOException closed) {
            // what was answered until then is looked at
        }
    }

    /** Goes away in the middle of what it is doing. */
    void leave() throws IOException {
        socket.close();
    }

    /** Sends no more, but still reads. */
    void finish() throws IOException {
        socket.shutdownOutput();
    }

    static String post(String path, String body) {
        return "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s".formatted(path, body.length(), body);
    }

    /** Status line and headers of the next answer. */
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** Status line, headers and body of the next answer. */
    String answer() throws IOException {
        String head = head();
        int length = head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
        return head + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    String body() throws IOException {
        String answer = answer();
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    /** So many of the next bytes. */
    String text(int bytes) throws IOException {
        return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }

    /** Whether the server closes the connection without another byte. */
    boolean isClosedByServer() throws IOException {
        return in.read() < 0;
    }

    /** Whether the server closes the connection, whatever it sends before that. */
    boolean isEndedByServer() throws IOException {
        try {
            while (in.read() >= 0) {
                // to the end
            }
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    boolean hasAnswerWithin(int millis) throws IOException {
        socket.setSoTimeout(millis);
        in.mark(1);
        try {
            return in.read() >= 0;
        } catch (SocketTimeoutException nothing) {
            return false;
        } finally {
            in.reset();
            socket.setSoTimeout(LIMIT_MILLIS);
        }
    }

    /** Reads HTTP/2 frames until one of these types; false when the connection ends before. */
    boolean http2Frames(int... types) throws IOException {
        return nextFrame(types).length > 0;
    }

    /** The error code of the frame of this type; -1 when the connection ends without. */
    long http2Goodbye(int type) throws IOException {
        byte[] goaway = nextFrame(type);
        return goaway.length < 9 + 8 ? -1 : ByteBuffer.wrap(goaway).getInt(9 + 4);
    }

    private byte[] nextFrame(int... types) throws IOException {
        try {
            while (true) {
                byte[] head = in.readNBytes(9);
                if (head.length < 9) {
                    return new byte[0];
                }
                int length = (head[0] & 0xFF) << 16 | (head[1] & 0xFF) << 8 | (head[2] & 0xFF);
                byte[] frame = Arrays.copyOf(head, 9 + length);
                in.readNBytes(frame, 9, length);
                if (Arrays.stream(types).anyMatch(type -> type == head[3])) {
                    return frame;
                }
            }
        } catch (SocketException reset) {
            return new byte[0];
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
