package dev.penstock.bench.kinesis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One HTTP/1.1 connection that sends requests made beforehand and reads the answers, one at a time. It does as little as it
 * can: what it takes of the machine is missing in the figures of whom it measures.
 */
final class Connection implements AutoCloseable {
    private final SocketChannel channel;
    private final Answer answer = new Answer();
    private ByteBuffer sending = ByteBuffer.allocate(0);

    Connection(int port) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /** A whole request, JSON 1.1, with the header that a signed one has; nobody checks the signature. */
    static ByteBuffer request(String operation, String json) {
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
        return ByteBuffer.allocateDirect(header.length + content.length)
                .put(header)
                .put(content)
                .flip();
    }

    /** Sends, waits for the answer and gives its status. */
    int send(ByteBuffer request) throws IOException {
        boolean sent = begin(request);
        while (!sent) {
            sent = goOn();
        }
        boolean whole = false;
        while (!whole) {
            whole = read();
        }
        return answer.status();
    }

    /** From now on nothing waits: {@link #begin}, {@link #goOn} and {@link #read} do what can be done at once. */
    SelectionKey register(Selector selector) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, SelectionKey.OP_READ);
    }

    /** Begins to send; true when all is sent. */
    boolean begin(ByteBuffer request) throws IOException {
        answer.clear();
        sending = request.duplicate();
        return goOn();
    }

    /** Sends more; true when all is sent. */
    boolean goOn() throws IOException {
        channel.write(sending);
        return !sending.hasRemaining();
    }

    /** Reads more; true when the answer is whole. */
    boolean read() throws IOException {
        return answer.read(channel);
    }

    /** The last answer. */
    Answer answer() {
        return answer;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
