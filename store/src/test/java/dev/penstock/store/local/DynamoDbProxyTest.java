package dev.penstock.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.wire.HttpServer;
import dev.penstock.platform.wire.WireHandler;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DynamoDbProxyTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final InFlight inFlight = new InFlight();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private final HttpServer dynamo = new HttpServer("fake", "127.0.0.1", 0, 1, this::hold);
    private final DynamoDbProxy proxy =
            new DynamoDbProxy(() -> URI.create("http://127.0.0.1:" + dynamo.port()), inFlight.gauge(DynamoDbProxy.HOP));
    private volatile boolean answerAtOnce;

    @AfterEach
    void close() {
        proxy.close();
        dynamo.close();
    }

    @Test
    void headersOfTheConnectionStayBehind() {
        dynamo.start();
        HttpHeaders headers = new DefaultHttpHeaders()
                .set("Connection", "close")
                .set("Expect", "100-continue")
                .set("x-http2-stream-id", "3")
                .set("Authorization", "mine")
                .set("X-Amz-Date", "now");

        proxy.handle(new WireRequest("POST", "/", "a=b", headers, Bytes.utf8("{}")));

        WireRequest passedOn = nextAsked().request();
        assertThat(passedOn.query()).isEqualTo("a=b");
        assertThat(passedOn.body()).isEqualTo(Bytes.utf8("{}"));
        assertThat(passedOn.header("Authorization")).isEqualTo("mine");
        assertThat(passedOn.header("X-Amz-Date")).isEqualTo("now");
        assertThat(passedOn.header("Host")).isEqualTo("127.0.0.1:" + dynamo.port());
        assertThat(passedOn.headers().names()).doesNotContain("Connection", "Expect", "x-http2-stream-id");
    }

    @Test
    void statusHeadersAndBodyComeBackUnchanged() throws Exception {
        dynamo.start();
        CompletableFuture<WireResponse> answer = send();

        nextAsked().answer().complete(new WireResponse(418, Map.of("x-amz-crc32", "17"), Bytes.utf8("tea")));

        WireResponse response = answer.get(30, TimeUnit.SECONDS);
        assertThat(response.status()).isEqualTo(418);
        assertThat(response.headers()).containsEntry("x-amz-crc32", "17").doesNotContainKey("Content-Length");
        assertThat(response.body().utf8()).isEqualTo("tea");
    }

    @Test
    void requestCountsAsInFlightUntilItIsAnswered() {
        dynamo.start();
        CompletableFuture<WireResponse> answer = send();
        Asked request = nextAsked();
        assertThat(inFlight.snapshot()).containsEntry("store", 1L);

        request.answer().complete(WireResponse.json(200, "{}"));

        await("answer").atMost(LIMIT).until(answer::isDone);
        assertThat(inFlight.awaitSettled(LIMIT)).isTrue();
    }

    @Test
    void waitingRequestsAreSentWhenConnectionsAreFreeAndTheRestIsRefused() {
        dynamo.start();
        List<CompletableFuture<WireResponse>> answers = new ArrayList<>();
        for (int i = 0; i < 2_100; i++) {
            answers.add(send());
        }

        await("refusals").atMost(LIMIT).until(() -> answers.stream().anyMatch(CompletableFuture::isDone));
        await("requests").atMost(LIMIT).until(() -> asked.size() == 32);
        assertThat(refusal(answers.get(2_099)))
                .satisfies(refusal -> assertThat(refusal.httpStatus()).isEqualTo(503));

        answerAtOnce = true;
        asked.forEach(first -> first.answer().complete(WireResponse.json(200, "{}")));
        await("the others")
                .atMost(LIMIT.multipliedBy(2))
                .until(() -> answers.stream().allMatch(CompletableFuture::isDone));
        assertThat(answers.stream().filter(answer -> !answer.isCompletedExceptionally()))
                .hasSize(32 + 2_048);
        assertThat(inFlight.awaitSettled(LIMIT)).isTrue();
    }

    @Test
    void nobodyAtTheAddressIsA500ThatNamesIt() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        WireHandler lost =
                new DynamoDbProxy(() -> URI.create("http://127.0.0.1:" + free), inFlight.gauge(DynamoDbProxy.HOP));

        AwsException refusal = refusal(lost.handle(request()));

        assertThat(refusal.code()).isEqualTo("InternalServerError");
        assertThat(refusal.httpStatus()).isEqualTo(500);
        assertThat(refusal).hasMessageContaining("http://127.0.0.1:" + free);
        assertThat(inFlight.awaitSettled(LIMIT)).isTrue();
        lost.close();
    }

    @Test
    void serverThatDiesBeforeItAnswersIsA500() {
        dynamo.start();
        CompletableFuture<WireResponse> answer = send();
        nextAsked();

        dynamo.close();

        assertThat(refusal(answer).httpStatus()).isEqualTo(500);
        assertThat(inFlight.awaitSettled(LIMIT)).isTrue();
    }

    @Test
    void connectionThatWasClosedAtRestIsReplaced() throws Exception {
        dynamo.start();
        CompletableFuture<WireResponse> first = send();
        nextAsked().answer().complete(new WireResponse(200, Map.of("Connection", "close"), Bytes.EMPTY));
        first.get(30, TimeUnit.SECONDS);

        CompletableFuture<WireResponse> second = send();
        nextAsked().answer().complete(WireResponse.json(200, "{}"));

        assertThat(second.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    @Test
    void realServiceIsRefusedBecauseSignaturesCoverItsName() {
        WireHandler real = new DynamoDbProxy(
                () -> URI.create("https://dynamodb.eu-west-1.amazonaws.com"), inFlight.gauge(DynamoDbProxy.HOP));

        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> real.handle(request()))
                .withMessageContaining("https://dynamodb.eu-west-1.amazonaws.com")
                .withMessageContaining("AWS_ENDPOINT_URL_DYNAMODB");
        assertThat(inFlight.isSettled()).isTrue();
    }

    @Test
    void closedProxyEndsItsThreadAndRefuses() {
        dynamo.start();
        CompletableFuture<WireResponse> answer = send();
        nextAsked();

        proxy.close();

        assertThat(refusal(answer).httpStatus()).isEqualTo(500);
        assertThatExceptionOfType(AwsException.class).isThrownBy(this::send).withMessageContaining("shutting down");
        await("end of the thread")
                .atMost(LIMIT)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("penstock-store-proxy")));
    }

    private CompletionStage<WireResponse> hold(WireRequest request) {
        CompletableFuture<WireResponse> answer = new CompletableFuture<>();
        if (answerAtOnce) {
            answer.complete(WireResponse.json(200, "{}"));
        } else {
            asked.add(new Asked(request, answer));
        }
        return answer;
    }

    private Asked nextAsked() {
        await("a request").atMost(LIMIT).until(() -> !asked.isEmpty());
        return asked.remove();
    }

    private CompletableFuture<WireResponse> send() {
        return proxy.handle(request()).toCompletableFuture();
    }

    private static WireRequest request() {
        HttpHeaders headers = new DefaultHttpHeaders().set("X-Amz-Target", "DynamoDB_20120810.ListTables");
        return new WireRequest("POST", "/", "", headers, Bytes.utf8("{}"));
    }

    private static AwsException refusal(CompletionStage<WireResponse> answer) {
        try {
            WireResponse response = answer.toCompletableFuture().get(30, TimeUnit.SECONDS);
            throw new AssertionError("answered with " + response.status());
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof AwsException refusal) {
                return refusal;
            }
            throw new AssertionError("failed with something else", failure);
        } catch (Exception other) {
            throw new AssertionError("no answer within 30 s", other);
        }
    }

    private record Asked(WireRequest request, CompletableFuture<WireResponse> answer) {}
}
