package dev.penstock.platform.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.SystemTime;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
    private static final WireHandler ECHO = request -> CompletableFuture.completedFuture(WireResponse.of(
            200, "text/plain", Bytes.utf8(request.path() + " " + request.body().utf8())));
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final BlockingQueue<Held> held = new ArrayBlockingQueue<>(10);
    private HttpServer server = new HttpServer("unused", "127.0.0.1", 0, 1, ECHO);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void connectionCarriesSeveralRequests() throws IOException {
        start(ECHO);

        try (RawConnection connection = connect()) {
            connection.send(RawConnection.post("/a", "one"));
            assertThat(connection.body()).isEqualTo("/a one");
            connection.send(RawConnection.post("/b", "two"));
            assertThat(connection.body()).isEqualTo("/b two");
        }
    }

    @Test
    void requestsSentAheadAreAnsweredInOrder() throws IOException {
        start(ECHO);
        StringBuilder ahead = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            ahead.append(RawConnection.post("/n", String.valueOf(i)));
        }

        try (RawConnection connection = connect().send(ahead.toString())) {
            for (int i = 0; i < 200; i++) {
                assertThat(connection.body()).isEqualTo("/n " + i);
            }
        }
    }

    @Test
    void requestSentAheadWaitsUntilTheOneBeforeIsAnswered() throws Exception {
        start(this::hold);

        try (RawConnection connection = connect()
                .send(RawConnection.post("/1", "") + RawConnection.post("/2", "") + RawConnection.post("/3", ""))) {
            Held first = nextHeld();
            assertThat(held.poll(50, TimeUnit.MILLISECONDS)).isNull();
            first.answer("one");
            Held second = nextHeld();
            second.answer("two");
            nextHeld().answer("three");

            assertThat(connection.body()).isEqualTo("one");
            assertThat(connection.body()).isEqualTo("two");
            assertThat(connection.body()).isEqualTo("three");
        }
    }

    @Test
    void headOfOnePacketAndBodyOfAnotherAreOneRequest() throws IOException {
        start(ECHO);

        try (RawConnection connection = connect().send("PO").send("ST /x HTTP/1.1\r\nContent-Le")) {
            connection.send("ngth: 4\r\n\r\nab").send("cd");

            assertThat(connection.body()).isEqualTo("/x abcd");
        }
    }

    @Test
    void longSessionTokenIsAccepted() throws IOException {
        start(ECHO);

        try (RawConnection connection = connect()) {
            connection.send("GET /a HTTP/1.1\r\nX-Amz-Security-Token: " + "t".repeat(20_000) + "\r\n\r\n");
            assertThat(connection.body()).isEqualTo("/a ");
        }
    }

    @Test
    void headersWithoutEndAre400() throws IOException {
        start(ECHO);

        try (RawConnection connection = connect().send("GET /a HTTP/1.1\r\nX: " + "t".repeat(66_000))) {
            assertThat(connection.answer()).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void clientOfHttp10KeepsItsConnectionWhenItAsksTo() throws IOException {
        start(ECHO);

        try (RawConnection connection = connect()) {
            connection.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(connection.answer()).containsIgnoringCase("connection: keep-alive");
            connection.send("GET /b HTTP/1.0\r\n\r\n");
            assertThat(connection.body()).isEqualTo("/b ");
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void bodyOf16MiBIsAccepted() throws Exception {
        start(request -> CompletableFuture.completedFuture(WireResponse.of(
                200, "text/plain", Bytes.utf8(String.valueOf(request.body().length())))));

        HttpResponse<String> answer = send(BodyPublishers.ofByteArray(new byte[16 * 1024 * 1024]));

        assertThat(answer.body()).isEqualTo("16777216");
    }

    @Test
    void bodyAbove16MiBIsRefusedAndTheServerGoesOn() throws Exception {
        start(ECHO);

        HttpResponse<String> answer = send(BodyPublishers.ofByteArray(new byte[16 * 1024 * 1024 + 1]));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("RequestEntityTooLargeException").contains("16777216");
        assertThat(send(BodyPublishers.ofString("next")).body()).isEqualTo("/ next");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET / HTTP/9\r\n\r\n\r\n",
                "GET /%zz HTTP/1.1\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nnot-a-length\r\n"
            })
    void malformedRequestIs400AndTheConnectionIsClosed(String request) throws IOException {
        start(ECHO);

        try (RawConnection connection = connect().send(request)) {
            assertThat(connection.answer()).startsWith("HTTP/1.1 400 ").contains("malformed");
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void handlerThatThrowsIs500WithoutAStackTrace() throws Exception {
        start(request -> {
            throw new IllegalStateException("planted secret");
        });

        HttpResponse<String> answer = send(BodyPublishers.noBody());

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("\"__type\":\"InternalFailure\"").doesNotContain("planted", "at dev.");
    }

    @Test
    void handlerThatLacksAClassIs500AndTheConnectionGoesOn() throws IOException {
        start(request -> {
            throw new NoClassDefFoundError("planted");
        });

        try (RawConnection connection = connect()) {
            connection.send(RawConnection.post("/", ""));
            assertThat(connection.answer()).startsWith("HTTP/1.1 500 ");
            connection.send(RawConnection.post("/", ""));
            assertThat(connection.answer()).startsWith("HTTP/1.1 500 ");
        }
    }

    @Test
    void awsExceptionOfAHandlerKeepsItsCodeAndStatus() throws Exception {
        start(request -> {
            throw new AwsException("ServiceUnavailable", 503, "try later");
        });

        HttpResponse<String> answer = send(BodyPublishers.noBody());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"__type\":\"ServiceUnavailable\",\"message\":\"try later\"}");
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("ServiceUnavailable");
    }

    @Test
    void awsExceptionThatComesLaterKeepsItsCodeAndStatus() throws Exception {
        start(this::hold);
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request(BodyPublishers.noBody()), BodyHandlers.ofString());

        nextHeld().answer().completeExceptionally(new AwsException("Throttled", 400, "slow down"));

        assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(400);
        assertThat(answer.get().body()).contains("Throttled");
    }

    @Test
    void takenPortIsAStartErrorThatNamesIt() {
        start(ECHO);
        HttpServer second = new HttpServer("second", "127.0.0.1", server.port(), 1, ECHO);

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(second::start)
                .withMessageContaining("port %d on 127.0.0.1 is taken".formatted(server.port()));
    }

    @Test
    void closingDoesNotWaitForOpenConnections() throws Exception {
        start(this::hold);
        try (RawConnection idle = connect();
                RawConnection unfinished = connect().send("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab");
                RawConnection waiting = connect().send(RawConnection.post("/", ""))) {
            Held request = nextHeld();

            assertTimeoutPreemptively(LIMIT, server::close);

            assertThat(idle.isClosedByServer()).isTrue();
            assertThat(unfinished.isEndedByServer()).isTrue(); // with a reset where its bytes were not read yet
            assertThat(waiting.isClosedByServer()).isTrue();
            request.answer("too late");
        }
    }

    @Test
    void closedServerFreesItsPort() {
        start(ECHO);
        int port = server.port();
        server.close();
        server.close();

        server = new HttpServer("again", "127.0.0.1", port, 1, ECHO);
        server.start();

        assertThat(server.port()).isEqualTo(port);
    }

    @Test
    void answerForAClientThatLeftIsDropped() throws Exception {
        start(this::hold);
        try (RawConnection leaving = connect().send(RawConnection.post("/", ""))) {
            nextHeld();
            leaving.send(RawConnection.post("/again", ""));
        }
        held.clear();

        try (RawConnection staying = connect().send(RawConnection.post("/", ""))) {
            nextHeld().answer("served");

            assertThat(staying.body()).isEqualTo("served");
        }
    }

    @Test
    void unfinishedRequestDoesNotBlockOthers() throws Exception {
        start(ECHO);

        try (RawConnection slow = connect().send("POST /slow HTTP/1.1\r\nContent-Length: 5\r\n\r\nab")) {
            assertThat(send(BodyPublishers.ofString("other")).body()).isEqualTo("/ other");
            slow.send("cde");
            assertThat(slow.body()).isEqualTo("/slow abcde");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"P", "POST / HTTP/1.1\r\nHos", "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab"})
    void requestThatDoesNotBecomeWholeIsClosedAtItsLimit(String beginning) throws IOException {
        start(ECHO, Duration.ofMillis(30));

        try (RawConnection connection = connect().send(beginning)) {
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void neitherRestNorWaitingForAnAnswerHasALimit() throws Exception {
        start(this::hold, Duration.ofMillis(20));
        try (SystemTime time = new SystemTime();
                RawConnection resting = connect();
                RawConnection polling = connect().send(RawConnection.post("/next", ""))) {
            Held poll = nextHeld();
            time.schedule(Duration.ofMillis(150), () -> poll.answer("event"));

            assertThat(polling.body()).isEqualTo("event");
            resting.send(RawConnection.post("/", ""));
            nextHeld().answer("rested");
            assertThat(resting.body()).isEqualTo("rested");
            polling.send(RawConnection.post("/next", ""));
            nextHeld().answer("again");
            assertThat(polling.body()).isEqualTo("again");
        }
    }

    @Test
    void serverCannotBeStartedTwice() {
        start(ECHO);

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(server::start);
    }

    private void start(WireHandler handler) {
        start(handler, Duration.ofSeconds(60));
    }

    private void start(WireHandler handler, Duration requestLimit) {
        server = new HttpServer("test", "127.0.0.1", 0, 1, handler, requestLimit, ByteBufAllocator.DEFAULT);
        server.start();
    }

    private RawConnection connect() throws IOException {
        return new RawConnection(server.port());
    }

    private HttpResponse<String> send(HttpRequest.BodyPublisher body) throws IOException, InterruptedException {
        return client.send(request(body), BodyHandlers.ofString(UTF_8));
    }

    private HttpRequest request(HttpRequest.BodyPublisher body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/".formatted(server.port())))
                .timeout(LIMIT)
                .POST(body)
                .build();
    }

    private CompletableFuture<WireResponse> hold(WireRequest request) {
        Held one = new Held(request, new CompletableFuture<>());
        held.add(one);
        return one.answer();
    }

    private Held nextHeld() throws InterruptedException {
        Held next = held.poll(30, TimeUnit.SECONDS);
        assertThat(next).as("a request within 30 s").isNotNull();
        return next;
    }

    private record Held(WireRequest request, CompletableFuture<WireResponse> answer) {
        void answer(String body) {
            answer.complete(WireResponse.of(200, "text/plain", Bytes.utf8(body)));
        }
    }
}
