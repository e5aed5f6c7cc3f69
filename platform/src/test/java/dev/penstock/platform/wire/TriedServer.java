package dev.penstock.platform.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.penstock.platform.data.Bytes;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * A server for a test that does it harm. After the test it must be as it was: good requests are served, no buffer is left,
 * and the log has no error and no stack trace.
 */
final class TriedServer implements BeforeEachCallback, AfterEachCallback {
    static final String JSON = "application/x-amz-json-1.1";
    static final String CBOR = "application/x-amz-cbor-1.1";
    static final int FILL_BYTES = 1024 * 1024;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final AtomicInteger filled = new AtomicInteger();
    private final AwsJsonService service = new AwsJsonService("Kinesis_20131202")
            .operation(
                    "Echo",
                    Operation.immediate(input -> out -> out.number(
                            "Length", input.blob("Data").map(Bytes::length).orElse(0))))
            .operation("Fill", Operation.immediate(input -> out -> {
                filled.incrementAndGet();
                out.text("Text", "x".repeat(FILL_BYTES));
            }))
            .exact(JSON, CBOR);
    private ResourceLeakDetector.Level usual = ResourceLeakDetector.getLevel();
    private HttpServer server = new HttpServer("unused", "127.0.0.1", 0, 1, service);

    @Override
    public void beforeEach(ExtensionContext test) {
        usual = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        logged.start();
        root.addAppender(logged);
        restart(ServerLimits.defaults());
    }

    void restart(ServerLimits limits) {
        server.close();
        ServerParts parts = new ServerParts(service, limits, Tls.selfSigned("test", "localhost"), null);
        server = new HttpServer("test", "127.0.0.1", 0, 2, parts, buffers);
        server.start();
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        try {
            await("good requests to be served").atMost(LIMIT).untilAsserted(this::assertGoodRequestsAreServed);
            server.close();
            await("release of all buffers")
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(usedBytes()).isZero());
            assertThat(List.copyOf(logged.list))
                    .as("errors and stack traces in the log")
                    .noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.ERROR)
                            || (event.getLevel().isGreaterOrEqual(Level.WARN) && event.getThrowableProxy() != null));
        } finally {
            server.close();
            root.detachAppender(logged);
            ResourceLeakDetector.setLevel(usual);
        }
    }

    void assertGoodRequestsAreServed() throws Exception {
        for (int i = 0; i < 2; i++) { // one on each event loop
            try (RawConnection connection = connect()) {
                connection.send(echo(JSON, "{\"Data\":\"AAAA\"}"));
                assertThat(connection.body()).isEqualTo("{\"Length\":3}");
            }
        }
        try (Http2Client client = new Http2Client(port())) {
            assertThat(client.post("/", Bytes.EMPTY).get(30, TimeUnit.SECONDS)).startsWith("400 ");
        }
    }

    int port() {
        return server.port();
    }

    RawConnection connect() throws IOException {
        return new RawConnection(port());
    }

    /** Of network buffers. */
    long usedBytes() {
        return buffers.metric().usedDirectMemory() + buffers.metric().usedHeapMemory();
    }

    /** How many large answers were made. */
    int filled() {
        return filled.get();
    }

    static String echo(String type, String body) {
        return head(type, body.length()) + body;
    }

    static String head(String type, int length) {
        return "POST / HTTP/1.1\r\nContent-Type: %s\r\nX-Amz-Target: Kinesis_20131202.Echo\r\nContent-Length: %d\r\n\r\n"
                .formatted(type, length);
    }
}
