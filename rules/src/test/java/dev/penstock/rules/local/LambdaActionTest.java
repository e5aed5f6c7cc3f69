package dev.penstock.rules.local;

import static dev.penstock.rules.local.EngineFixture.action;
import static dev.penstock.rules.local.EngineFixture.kinesis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.TopicRule;
import dev.penstock.rules.TopicRule.ActionSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LambdaActionTest {
    private static final ActionSpec LAMBDA = action("lambda", "{'functionArn':'f'}");

    private final ControlledFunctions functions = new ControlledFunctions();
    private final EngineFixture fixture =
            new EngineFixture(EngineFixture.settings(2, 2), targets -> targets.withFunctions(functions));

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT *, topic() AS t FROM 'a' | {\"n\":1} | {\"n\":1,\"t\":\"a\"}",
                "SELECT * FROM 'a' | {\"n\" : 1.50} | {\"n\" : 1.50}",
                "SELECT VALUE list FROM 'a' | {\"list\":[1,\"x\"]} | [1,\"x\"]",
                "SELECT VALUE n FROM 'a' | {\"n\":1} | 1"
            })
    void eventIsTheOutgoingJsonItself(String sql, String payload, String event) {
        fixture.rule("r", sql, LAMBDA);

        publish("a", payload);

        assertThat(functions.events()).containsExactly("f <- " + event);
    }

    @Test
    void functionMayDependOnTheMessage() {
        fixture.rule(
                "r",
                "SELECT * FROM 'a/+'",
                action("lambda", "{'functionArn':'arn:aws:lambda:us-east-1:000000000000:function:${topic(2)}'}"));

        publish("a/warn", "{}");

        assertThat(functions.events()).containsExactly("arn:aws:lambda:us-east-1:000000000000:function:warn <- {}");
    }

    @Test
    void explanationShowsTheRequestId() {
        fixture.rule("r", "SELECT * FROM 'a'", LAMBDA);

        publish("a", "{}");

        assertThat(fixture.explain(0))
                .contains("invocationType", "Event", "statusCode", "202", "requestId", "request-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain text", "{\"n\":", "", "{} {}"})
    void payloadThatIsNotJsonFailsTheAction(String payload) {
        fixture.engine.create(new TopicRule(
                "r", "SELECT * FROM 'a'", EngineFixture.V2, false, List.of(LAMBDA), kinesis("errors", "k")));

        publish("a", payload);

        assertThat(functions.events()).isEmpty();
        assertThat(fixture.streams.data())
                .singleElement()
                .asString()
                .contains("\"failedAction\":\"LambdaAction\",\"failedResource\":\"f\",\"errorMessage\":"
                        + "\"InvalidRequestContentException: the payload is not JSON, and a function takes nothing else;"
                        + " encode it, for example SELECT encode(*, 'base64') AS data");
    }

    @Test
    void missingFunctionFailsTheActionAtOnce() {
        functions.refuseNext(new AwsException("ResourceNotFoundException", 404, "Function not found: f"));
        fixture.rule("r", "SELECT * FROM 'a'", LAMBDA);

        publish("a", "{}");

        assertThat(fixture.count("r").actionsFailed()).isEqualTo(1);
        assertThat(fixture.explain(0)).contains("ResourceNotFoundException: Function not found: f");
    }

    @Test
    void fullLambdaHoldsTheQueueAndThenThePublisherAndLosesNothing() {
        fixture.rule("r", "SELECT * FROM 'a'", LAMBDA);
        for (int i = 0; i < 40; i++) {
            functions.refuseNext(new AwsException("TooManyRequestsException", 429, "Rate Exceeded."));
        }

        List<CompletableFuture<Void>> accepted =
                List.of(publish("a", "1"), publish("a", "2"), publish("a", "3"), publish("a", "4"));
        assertThat(accepted).filteredOn(CompletableFuture::isDone).hasSize(2);
        fixture.time.advance(Duration.ofMinutes(1));

        assertThat(functions.events()).containsExactly("f <- 1", "f <- 2", "f <- 3", "f <- 4");
        assertThat(accepted).allMatch(CompletableFuture::isDone);
        assertThat(fixture.count("r").actionsFailed()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | rule r: actions[0].lambda: the parameter 'functionArn' is missing",
                "{'functionArn':'a b'} | rule r: actions[0].lambda.functionArn: 'a b' is neither the name nor the ARN of a"
                        + " function; expected arn:aws:lambda:region:account:function:name",
                "{'functionArn':'f','roleArn':'r'} | rule r: actions[0].lambda.roleArn: there is no parameter 'roleArn'"
                        + " here; there are: functionArn."
            })
    void ruleThatCannotWorkIsRefused(String parameters, String message) {
        AwsException error = catchThrowableOfType(
                AwsException.class, () -> fixture.rule("r", "SELECT * FROM 'a'", action("lambda", parameters)));

        assertThat(error.code()).isEqualTo("InvalidRequestException");
        assertThat(error).hasMessage(message);
    }

    private CompletableFuture<Void> publish(String topic, String payload) {
        CompletableFuture<Void> accepted =
                fixture.broker.publish(topic, Bytes.utf8(payload), 1, "device").toCompletableFuture();
        fixture.time.settle();
        return accepted;
    }
}
