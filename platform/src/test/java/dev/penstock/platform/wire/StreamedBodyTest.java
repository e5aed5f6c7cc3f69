package dev.penstock.platform.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.penstock.platform.data.Bytes;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One event loop serves all, so whatever blocks it is seen. */
class StreamedBodyTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** What the kernel may hold for a peer that does not read, with room to spare. */
    private static final long SOCKET_BUFFERS = 32L * 1024 * 1024;

    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true);
    private final Faucet faucet = new Faucet();
    private final Faucet endless = Faucet.running(64 * 1024);
    private final HttpServer server =
            new HttpServer("test", "127.0.0.1", 0, 1, this::handle, Duration.ofMillis(200), buffers);

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private CompletableFuture<WireResponse> handle(WireRequest request) {
        Map<String, String> headers = Map.of("Content-Type", "text/plain");
        return CompletableFuture.completedFuture(
                switch (request.path()) {
                    case "/faucet" -> WireResponse.streaming(200, headers, faucet);
                    case "/endless" -> WireResponse.streaming(200, headers, endless);
                    default -> WireResponse.of(200, "text/plain", Bytes.utf8(request.path()));
                });
    }

    @Test
    void piecesArriveOverHttp1AsTheyAreMade() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/faucet".formatted(server.port())))
                .build();
        HttpResponse<InputStream> response = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, HttpResponse.BodyHandlers.ofInputStream());

        faucet.give("one");
        assertThat(response.body().readNBytes(3)).asString().isEqualTo("one");
        faucet.give("two").end();
        assertThat(response.body().readAllBytes()).asString().isEqualTo("two");
        assertThat(response.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
        assertThat(response.headers().firstValue("Content-Length")).isEmpty();
        await("close of the source").atMost(LIMIT).until(() -> faucet.closed.get() == 1);
    }

    @Test
    void piecesArriveOverHttp2AndTheStreamEnds() throws Exception {
        try (Http2Client client = new Http2Client(server.port())) {
            CompletableFuture<String> answer = client.post("/faucet", Bytes.EMPTY);
            faucet.give("one").give("two").end();

            assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("200 onetwo");
        }

        await("close of the source").atMost(LIMIT).until(() -> faucet.closed.get() == 1);
        awaitNoBuffers();
    }

    @Test
    void connectionServesOtherRequestsAfterABody() throws Exception {
        faucet.give("body").end();

        try (RawConnection client = new RawConnection(server.port())) {
            client.send(RawConnection.post("/faucet", ""));
            assertThat(client.answer()).contains("transfer-encoding: chunked");
            assertThat(client.text("4\r\nbody\r\n0\r\n\r\n".length())).isEqualTo("4\r\nbody\r\n0\r\n\r\n");

            client.send(RawConnection.post("/next", ""));
            assertThat(client.body()).isEqualTo("/next");
        }
    }

    @Test
    void http10BodyEndsWithItsConnection() throws Exception {
        faucet.give("body").end();

        try (RawConnection client = new RawConnection(server.port())) {
            client.send("POST /faucet HTTP/1.0\r\nContent-Length: 0\r\n\r\n");

            assertThat(client.answer()).doesNotContain("chunked");
            assertThat(client.text(4)).isEqualTo("body");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void clientThatDoesNotReadHoldsBackItsSourceOnly() throws Exception {
        try (RawConnection lazy = new RawConnection(server.port());
                RawConnection other = new RawConnection(server.port())) {
            lazy.send(RawConnection.post("/endless", ""));
            await("rest of the source").atMost(LIMIT).until(() -> endless.given.get() > 0 && endless.isAtRest());

            assertThat(endless.given.get()).isLessThan(SOCKET_BUFFERS);
            assertThat(other.send(RawConnection.post("/other", "")).body()).isEqualTo("/other");
        }

        await("close of the source").atMost(LIMIT).until(() -> endless.closed.get() == 1);
        awaitNoBuffers();
    }

    @Test
    void blockedHttp2StreamHoldsBackNoOtherOfItsConnection() throws Exception {
        int window = 16 * 1024;
        try (Http2Client client = new Http2Client(server.port(), window)) {
            client.stalled("/endless");
            await("rest of the source").atMost(LIMIT).until(() -> endless.given.get() > 0 && endless.isAtRest());
            CompletableFuture<String> other = client.post("/faucet", Bytes.EMPTY);
            faucet.give("goes ").give("on").end();

            assertThat(other.get(30, TimeUnit.SECONDS)).isEqualTo("200 goes on");
            // The window is less than a piece: one is on its way, and one may be asked for before that is known.
            assertThat(endless.given.get()).isLessThanOrEqualTo(2 * 64 * 1024);
            assertThat(endless.closed).hasValue(0);
        }

        await("close of the source").atMost(LIMIT).until(() -> endless.closed.get() == 1);
        awaitNoBuffers();
    }

    @Test
    void sourceIsClosedWhenItsHttp2StreamIsReset() throws Exception {
        try (Http2Client client = new Http2Client(server.port())) {
            CompletableFuture<String> left = client.post("/faucet", Bytes.EMPTY);
            faucet.give("some");
            await("the piece").atMost(LIMIT).until(() -> faucet.given.get() == 4);

            client.resetAll();

            await("close of the source").atMost(LIMIT).until(() -> faucet.closed.get() == 1);
            faucet.give("nobody wants this");
            assertThat(left).failsWithin(LIMIT);
            assertThat(client.post("/other", Bytes.EMPTY).get(30, TimeUnit.SECONDS))
                    .isEqualTo("200 /other");
            assertThat(faucet.given).hasValue(4);
        }

        awaitNoBuffers();
    }

    @Test
    void sourceIsClosedWhenAClientAtRestGoesAway() throws Exception {
        try (RawConnection client = new RawConnection(server.port())) {
            client.send(RawConnection.post("/faucet", ""));
            client.answer();
        }

        await("close of the source").atMost(LIMIT).until(() -> faucet.closed.get() == 1);
    }

    @Test
    void closingTheServerClosesSources() throws Exception {
        try (RawConnection client = new RawConnection(server.port());
                Http2Client second = new Http2Client(server.port())) {
            client.send(RawConnection.post("/faucet", ""));
            client.answer();
            second.post("/endless", Bytes.EMPTY);
            await("the second body").atMost(LIMIT).until(() -> endless.given.get() > 0);

            server.close();

            await("close of the sources")
                    .atMost(LIMIT)
                    .until(() -> faucet.closed.get() == 1 && endless.closed.get() == 1);
        }
    }

    @Test
    void brokenSourceDoesNotLookLikeAnEnd() throws Exception {
        try (RawConnection client = new RawConnection(server.port());
                Http2Client second = new Http2Client(server.port())) {
            client.send(RawConnection.post("/faucet", ""));
            client.answer();

            faucet.breakDown();

            assertThat(client.isClosedByServer()).isTrue();
            await("close of the source").atMost(LIMIT).until(() -> faucet.closed.get() == 1);
            CompletableFuture<String> broken = second.post("/faucet", Bytes.EMPTY);
            assertThatThrownBy(() -> broken.get(30, TimeUnit.SECONDS)).hasMessageContaining("closed without an answer");
        }
    }

    @Test
    void abortedBodyDoesNotLookLikeAnEnd() throws Exception {
        try (RawConnection client = new RawConnection(server.port())) {
            client.send(RawConnection.post("/faucet", ""));
            client.answer();

            faucet.abort();

            assertThat(client.isClosedByServer()).isTrue();
        }
        await("close of the source").atMost(LIMIT).until(() -> faucet.closed.get() == 1);
    }

    @Test
    void requestDuringABodyClosesTheConnection() throws Exception {
        try (RawConnection client = new RawConnection(server.port())) {
            client.send(RawConnection.post("/faucet", ""));
            client.answer();

            client.send(RawConnection.post("/impatient", ""));

            assertThat(client.isClosedByServer()).isTrue();
        }
        await("close of the source").atMost(LIMIT).until(() -> faucet.closed.get() == 1);
    }

    @Test
    void timeLimitOfRequestsDoesNotEndABody() throws Exception {
        try (RawConnection client = new RawConnection(server.port());
                RawConnection stalled = new RawConnection(server.port())) {
            client.send(RawConnection.post("/faucet", ""));
            client.answer();

            // A request that never becomes whole, sent later, meets the limit: so much time has passed then.
            stalled.send("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n");
            assertThat(stalled.isClosedByServer()).isTrue();
            faucet.give("late");

            assertThat(client.text(9)).isEqualTo("4\r\nlate\r\n");
        }
    }

    private void awaitNoBuffers() {
        server.close();
        await("release of all buffers").atMost(LIMIT).untilAsserted(() -> {
            assertThat(buffers.metric().usedDirectMemory()).isZero();
            assertThat(buffers.metric().usedHeapMemory()).isZero();
        });
    }
}
