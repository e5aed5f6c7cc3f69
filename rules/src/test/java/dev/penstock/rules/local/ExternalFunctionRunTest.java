package dev.penstock.rules.local;

import static dev.penstock.rules.local.EngineFixture.V2;
import static dev.penstock.rules.local.EngineFixture.kinesis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.ExternalServices;
import dev.penstock.rules.TopicRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExternalFunctionRunTest {
    private static final String CALL = "aws_lambda('arn:aws:lambda:us-east-1:000000000000:function:f', {'n': n})";

    /** As it stands in JSON. */
    private static final String CALL_IN_JSON = CALL.replace("'", "\\\"");

    private final List<CompletableFuture<Bytes>> calls = new ArrayList<>();
    private final EngineFixture fixture = new EngineFixture(
            EngineFixture.settings(1, 256),
            targets -> targets.withExternal(ExternalServices.NONE.withFunctions((arn, event) -> {
                CompletableFuture<Bytes> answer = new CompletableFuture<>();
                calls.add(answer);
                return answer;
            })));

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void messageWaitsForTheAnswerWithoutHoldingTheLane() {
        fixture.rule("ask", "SELECT %s.v AS v FROM 'a'".formatted(CALL), kinesis("events", "k"));
        fixture.rule("other", "SELECT VALUE 'other' FROM 'b'", kinesis("events", "k"));

        CompletableFuture<Void> accepted = publish("a", "c1");
        CompletableFuture<Void> other = publish("b", "c2");
        boolean whileOpen = accepted.isDone();
        calls.get(0).complete(Bytes.utf8("{\"v\":7}"));
        fixture.time.settle();

        assertThat(whileOpen).isFalse();
        assertThat(other).isCompleted();
        assertThat(accepted).isCompleted();
        assertThat(fixture.streams.data()).containsExactly("\"other\"", "{\"v\":7}");
        assertThat(calls).hasSize(1);
    }

    @Test
    void failedFunctionEndsTheRuleAndNotTheOthers() {
        fixture.rule("ask", "SELECT %s.v AS v FROM 'a'".formatted(CALL), kinesis("events", "k"));
        fixture.rule("next", "SELECT VALUE n FROM 'a'", kinesis("events", "k"));

        CompletableFuture<Void> accepted = publish("a", "c1");
        calls.get(0).completeExceptionally(new AwsException("ResourceNotFoundException", 404, "Function not found"));
        fixture.time.settle();

        assertThat(accepted).isCompleted();
        assertThat(fixture.streams.data()).containsExactly("1");
        assertThat(fixture.count("ask").matched()).isZero();
        assertThat(fixture.explain(0)).contains("ResourceNotFoundException: Function not found");
    }

    @Test
    void functionThatDoesNotAnswerInTwoSecondsHasFailed() {
        fixture.rule("ask", "SELECT %s.v AS v FROM 'a'".formatted(CALL), kinesis("events", "k"));

        CompletableFuture<Void> accepted = publish("a", "c1");
        fixture.time.advance(Duration.ofSeconds(2));

        assertThat(accepted).isCompleted();
        assertThat(fixture.streams.data()).isEmpty();
        assertThat(fixture.explain(0)).contains("did not answer within 2000 ms");
    }

    @Test
    void templateWaitsForItsFunctionToo() {
        fixture.rule("ask", "SELECT n FROM 'a'", kinesis("events", "${%s.key}".formatted(CALL_IN_JSON)));

        publish("a", "c1");
        calls.get(0).complete(Bytes.utf8("{\"key\":\"k7\"}"));
        fixture.time.settle();

        assertThat(fixture.streams.puts())
                .singleElement()
                .extracting(ControlledStreams.Put::key)
                .isEqualTo("k7");
    }

    @Test
    void failedFunctionInATemplateIsAFailureOfThatAction() {
        fixture.engine.create(new TopicRule(
                "ask",
                "SELECT n FROM 'a'",
                V2,
                false,
                List.of(kinesis("events", "${%s.key}".formatted(CALL_IN_JSON)), kinesis("second", "k")),
                kinesis("errors", "e")));

        publish("a", "c1");
        calls.get(0).completeExceptionally(new AwsException("ServiceException", 500, "broken"));
        fixture.time.settle();

        assertThat(fixture.streams.puts().stream().map(ControlledStreams.Put::stream))
                .containsExactlyInAnyOrder("second", "errors");
        assertThat(fixture.count("ask").actionsFailed()).isEqualTo(1);
        assertThat(fixture.count("ask").errorActionsSucceeded()).isEqualTo(1);
    }

    @Test
    void explanationRepeatsTheAnswerWithoutAskingAgain() {
        fixture.rule("ask", "SELECT %s.v AS v FROM 'a'".formatted(CALL), kinesis("events", "k"));
        publish("a", "c1");
        calls.get(0).complete(Bytes.utf8("{\"v\":7}"));

        String explanation = fixture.explain(0);

        assertThat(explanation).contains("rule ask fired").contains("OUTPUT  {\"v\":7}");
        assertThat(calls).hasSize(1);
    }

    @Test
    void explanationWhileTheFunctionIsAwaitedSaysSo() {
        fixture.rule("ask", "SELECT %s.v AS v FROM 'a'".formatted(CALL), kinesis("events", "k"));

        publish("a", "c1");

        assertThat(fixture.explain(0)).contains("has not answered");
    }

    private CompletableFuture<Void> publish(String topic, String client) {
        CompletableFuture<Void> accepted =
                fixture.broker.publish(topic, "{\"n\":1}", client).toCompletableFuture();
        fixture.time.settle();
        return accepted;
    }
}
