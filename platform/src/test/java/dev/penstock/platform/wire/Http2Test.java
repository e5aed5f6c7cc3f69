package dev.penstock.platform.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.platform.data.Bytes;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Http2Test {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final WireHandler ECHO = request -> CompletableFuture.completedFuture(WireResponse.of(
            200, "text/plain", Bytes.utf8(request.path() + " " + request.body().length())));

    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true);
    private HttpServer server = new HttpServer("unused", "127.0.0.1", 0, 1, ECHO);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void requestWithPriorKnowledgeIsAnswered() throws Exception {
        start(ECHO, Duration.ofSeconds(60));

        try (Http2Client client = new Http2Client(server.port())) {
            assertThat(answer(client.post("/a", Bytes.utf8("four")))).isEqualTo("200 /a 4");
            assertThat(answer(client.post("/b", Bytes.EMPTY))).isEqualTo("200 /b 0");
        }
    }

    @Test
    void largeBodyCrossesTheFlowControlWindow() throws Exception {
        start(ECHO, Duration.ofSeconds(60));

        try (Http2Client client = new Http2Client(server.port())) {
            assertThat(answer(client.post("/", Bytes.wrap(new byte[5_000_000]))))
                    .isEqualTo("200 / 5000000");
        }
    }

    @Test
    void streamsAreAnsweredAsTheyFinishNotAsTheyCame() throws Exception {
        Deque<CompletableFuture<WireResponse>> waiting = new ConcurrentLinkedDeque<>();
        start(
                request -> {
                    CompletableFuture<WireResponse> answer = new CompletableFuture<>();
                    waiting.addFirst(answer);
                    return answer;
                },
                Duration.ofSeconds(60));

        try (Http2Client client = new Http2Client(server.port())) {
            List<CompletableFuture<String>> answers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                answers.add(client.post("/" + i, Bytes.EMPTY));
            }
            await("300 requests").atMost(LIMIT).until(() -> waiting.size() == 300);
            int n = 300;
            for (CompletableFuture<WireResponse> answer : waiting) {
                answer.complete(WireResponse.of(200, "text/plain", Bytes.utf8(String.valueOf(--n))));
            }

            for (int i = 0; i < 300; i++) {
                assertThat(answer(answers.get(i))).isEqualTo("200 " + i);
            }
        }
    }

    @Test
    void streamResetInTheMiddleOfARequestLeaksNothing() throws Exception {
        start(ECHO, Duration.ofSeconds(60));

        try (Http2Client client = new Http2Client(server.port())) {
            for (int i = 0; i < 20; i++) {
                Http2StreamChannel stream = client.begin("/", 10_000);
                stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL))
                        .syncUninterruptibly();
            }
            assertThat(answer(client.post("/after", Bytes.EMPTY))).isEqualTo("200 /after 0");
        }

        awaitNoBuffers();
    }

    @Test
    void answerToAResetStreamLeaksNothing() throws Exception {
        Deque<CompletableFuture<WireResponse>> waiting = new ConcurrentLinkedDeque<>();
        start(
                request -> {
                    if (request.path().equals("/after")) {
                        return ECHO.handle(request);
                    }
                    CompletableFuture<WireResponse> answer = new CompletableFuture<>();
                    waiting.add(answer);
                    return answer;
                },
                Duration.ofSeconds(60));

        try (Http2Client client = new Http2Client(server.port())) {
            CompletableFuture<String> left = client.post("/", Bytes.wrap(new byte[10_000]));
            await("the request").atMost(LIMIT).until(() -> waiting.size() == 1);
            client.resetAll();
            assertThat(answer(client.post("/after", Bytes.EMPTY))).isEqualTo("200 /after 0");
            waiting.forEach(answer -> answer.complete(WireResponse.json(200, "{}")));

            assertThat(left).failsWithin(LIMIT);
            assertThat(answer(client.post("/after", Bytes.EMPTY))).isEqualTo("200 /after 0");
        }

        awaitNoBuffers();
    }

    @Test
    void stalledStreamIsClosedAtItsLimitAndOthersAreNot() throws Exception {
        start(ECHO, Duration.ofMillis(50));

        try (Http2Client client = new Http2Client(server.port())) {
            Http2StreamChannel stalled = client.begin("/", 10);

            await("reset of the stalled stream").atMost(LIMIT).until(() -> !stalled.isActive());

            assertThat(answer(client.post("/other", Bytes.EMPTY))).isEqualTo("200 /other 0");
        }
    }

    @Test
    void bodyAbove16MiBIsRefused() throws Exception {
        start(ECHO, Duration.ofSeconds(60));

        try (Http2Client client = new Http2Client(server.port())) {
            String answer = answer(client.post("/", Bytes.wrap(new byte[16 * 1024 * 1024 + 1])));

            assertThat(answer).startsWith("413 ").contains("RequestEntityTooLargeException");
            assertThat(answer(client.post("/other", Bytes.EMPTY))).isEqualTo("200 /other 0");
        }
    }

    private void start(WireHandler handler, Duration requestLimit) {
        server = new HttpServer("test", "127.0.0.1", 0, 1, handler, requestLimit, buffers);
        server.start();
    }

    private void awaitNoBuffers() {
        server.close();
        await("release of all buffers").atMost(LIMIT).untilAsserted(() -> {
            assertThat(buffers.metric().usedDirectMemory()).isZero();
            assertThat(buffers.metric().usedHeapMemory()).isZero();
        });
    }

    private static String answer(CompletableFuture<String> answer) throws Exception {
        return answer.get(30, TimeUnit.SECONDS);
    }
}
