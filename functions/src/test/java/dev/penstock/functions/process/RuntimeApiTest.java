package dev.penstock.functions.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.functions.runtime.Answer;
import dev.penstock.functions.runtime.Invocation;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RuntimeApiTest {
    private static final String INVOCATION = "/2018-06-01/runtime/invocation/";
    private static final Invocation FIRST =
            new Invocation("id-1", Bytes.utf8("{\"n\":1}"), Instant.parse("2026-01-01T00:00:03Z"), "arn", null, null);

    private final RuntimeApi api = new RuntimeApi(() -> {});

    private CompletableFuture<WireResponse> request(String method, String path, String body) {
        return api.handle(new WireRequest(method, path, "", EmptyHttpHeaders.INSTANCE, Bytes.utf8(body)))
                .toCompletableFuture();
    }

    private CompletableFuture<WireResponse> next() {
        return request("GET", INVOCATION + "next", "");
    }

    private static String error(CompletableFuture<WireResponse> response) {
        return response.join().status() + " " + response.join().body().utf8();
    }

    @Test
    void nextWaitsForAnEventAndDescribesIt() {
        CompletableFuture<WireResponse> poll = next();
        boolean early = poll.isDone();

        api.submit(FIRST);

        assertThat(early).isFalse();
        assertThat(api.initialised()).isCompleted();
        assertThat(poll.join().status()).isEqualTo(200);
        assertThat(poll.join().body()).isEqualTo(FIRST.event());
        assertThat(poll.join().headers())
                .containsEntry("Lambda-Runtime-Aws-Request-Id", "id-1")
                .containsEntry("Lambda-Runtime-Deadline-Ms", "1767225603000")
                .containsEntry("Lambda-Runtime-Invoked-Function-Arn", "arn")
                .containsEntry("Content-Type", "application/json")
                .hasSize(4);
    }

    @Test
    void eventSubmittedBeforeThePollIsHandedOutByIt() {
        api.submit(FIRST);

        assertThat(next())
                .isCompletedWithValueMatching(response -> response.body().equals(FIRST.event()));
    }

    @Test
    void responseAnswersTheInvocationOnce() {
        CompletableFuture<Answer> answer = api.submit(FIRST);
        next();

        CompletableFuture<WireResponse> accepted = request("POST", INVOCATION + "id-1/response", "\"ok\"");
        CompletableFuture<WireResponse> again = request("POST", INVOCATION + "id-1/response", "\"again\"");

        assertThat(answer).isCompletedWithValue(Answer.returned(Bytes.utf8("\"ok\"")));
        assertThat(error(accepted)).isEqualTo("202 {\"status\":\"OK\"}");
        assertThat(error(again)).startsWith("400 ").contains("\"errorType\":\"InvalidRequestID\"");
    }

    @Test
    void postedErrorIsPassedOnUnchanged() {
        CompletableFuture<Answer> answer = api.submit(FIRST);
        next();

        request("POST", INVOCATION + "id-1/error", "{\"errorMessage\":\"x\"}");

        assertThat(answer).isCompletedWithValue(Answer.failed(Bytes.utf8("{\"errorMessage\":\"x\"}")));
    }

    @Test
    void whatIsOutOfTurnIsRefused() {
        api.submit(FIRST);
        CompletableFuture<WireResponse> beforeThePoll = request("POST", INVOCATION + "id-1/response", "1");
        next();

        assertThat(error(beforeThePoll)).startsWith("400 ").contains("InvalidRequestID");
        assertThat(error(request("POST", INVOCATION + "made-up/response", "1")))
                .startsWith("400 ")
                .contains("InvalidRequestID");
        assertThat(error(next())).startsWith("403 ").contains("InvalidStateTransition");
        assertThat(error(request("POST", "/2018-06-01/runtime/init/error", "{}")))
                .startsWith("403 ")
                .contains("InvalidStateTransition");
        assertThat(error(request("POST", "/2020-01-01/extension/register", "{}")))
                .startsWith("404 ");
    }

    @Test
    void initErrorBeforeTheFirstPollIsKept() {
        CompletableFuture<WireResponse> accepted =
                request("POST", "/2018-06-01/runtime/init/error", "{\"errorMessage\":\"no table\"}");

        assertThat(accepted.join().status()).isEqualTo(202);
        assertThat(api.initError()).isCompletedWithValue(Bytes.utf8("{\"errorMessage\":\"no table\"}"));
        assertThat(api.initialised()).isNotDone();
    }
}
