package dev.penstock.functions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.functions.Destinations.Delivery;
import dev.penstock.functions.InvocationRequest;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.RecordingDestinations;
import dev.penstock.functions.RecordingDestinations.Sent;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventEndsTest {
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:f";
    private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:q";

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final RecordingDestinations destinations = new RecordingDestinations();
    private final List<InvocationRequest> invoked = new ArrayList<>();
    private final EventEnds ends = new EventEnds(AwsIdentity.DEFAULT, time, destinations, request -> {
        invoked.add(request);
        return CompletableFuture.completedFuture("id");
    });

    @Test
    void successIsTold() {
        ends.succeeded(FUNCTION, QUEUE, event("{\"m\": 1}"), success("{\"ok\":1}"));

        assertThat(destinations.sent())
                .containsExactly(new Sent(
                        QUEUE,
                        new Delivery(
                                FUNCTION,
                                "id",
                                Bytes.utf8("{\"version\":\"1.0\",\"timestamp\":\"2026-01-01T00:00:00.000Z\","
                                        + "\"requestContext\":{\"requestId\":\"id\",\"functionArn\":\"" + FUNCTION
                                        + ":$LATEST\",\"condition\":\"Success\",\"approximateInvokeCount\":1},"
                                        + "\"requestPayload\":{\"m\": 1},\"responseContext\":{\"statusCode\":200,"
                                        + "\"executedVersion\":\"$LATEST\"},\"responsePayload\":{\"ok\":1}}"),
                                Map.of())));
    }

    @Test
    void failureIsToldWithTheLastAnswer() {
        AsyncEvent event = event("{}").failed(failure()).failed(failure()).failed(failure());

        ends.failed(FUNCTION, QUEUE, event, AsyncEvent.Condition.RETRIES_EXHAUSTED);

        assertThat(body(0))
                .contains("\"condition\":\"RetriesExhausted\",\"approximateInvokeCount\":3}")
                .endsWith("\"responseContext\":{\"statusCode\":200,\"executedVersion\":\"$LATEST\",\"functionError\":"
                        + "\"Unhandled\"},\"responsePayload\":{\"errorMessage\":\"no\"}}");
    }

    @Test
    void functionThatNeverRanHasNoResponse() {
        ends.failed(FUNCTION, QUEUE, event("{}"), AsyncEvent.Condition.ZERO_RESERVED_CONCURRENCY);

        assertThat(body(0))
                .endsWith(
                        "\"condition\":\"ZeroReservedConcurrency\",\"approximateInvokeCount\":0},\"requestPayload\":{}}");
    }

    @Test
    void recordThatIsTooLargeForAQueueIsSentWithoutPayloads() {
        AsyncEvent event = event("\"" + "x".repeat(300 * 1024) + "\"");

        ends.succeeded(FUNCTION, QUEUE, event, success("1"));
        ends.succeeded(FUNCTION, "arn:aws:s3:::bucket", event, success("1"));

        assertThat(body(0)).contains("responseContext").doesNotContain("Payload");
        assertThat(body(1)).contains("\"requestPayload\":\"xxx");
        assertThat(destinations.sent().get(1).delivery().attributes().get("key"))
                .matches("aws/lambda/async/f/2026/01/01/2026-01-01T00\\.00\\.00-[0-9a-f-]{36}");
    }

    @Test
    void answerThatIsNotJsonIsToldAsText() {
        ends.succeeded(FUNCTION, QUEUE, event("{}"), success("plain \"text\""));

        assertThat(body(0)).endsWith("\"responsePayload\":\"plain \\\"text\\\"\"}");
    }

    @Test
    void eventBusGetsAnEntry() {
        String bus = "arn:aws:events:us-east-1:000000000000:event-bus/default";

        ends.failed(FUNCTION, bus, event("{}"), AsyncEvent.Condition.RETRIES_EXHAUSTED);

        assertThat(destinations.sent().get(0).delivery().attributes())
                .isEqualTo(Map.of(
                        "source", "lambda",
                        "detail-type", "Lambda Function Invocation Result - Failure",
                        "resources", bus + "," + FUNCTION + ":$LATEST"));
    }

    @Test
    void functionAsDestinationIsInvoked() {
        String other = "arn:aws:lambda:us-east-1:000000000000:function:other";

        ends.succeeded(FUNCTION, other, event("{}"), success("1"));

        assertThat(invoked).singleElement().satisfies(request -> {
            assertThat(request.function()).isEqualTo(other);
            assertThat(request.event().utf8()).contains("\"condition\":\"Success\"");
        });
    }

    @Test
    void deadLetterIsTheEventItself() {
        ends.dead(FUNCTION, QUEUE, event("{\"m\":1}").failed(failure()), "n".repeat(2_000));

        assertThat(body(0)).isEqualTo("{\"m\":1}");
        assertThat(destinations.sent().get(0).delivery().attributes())
                .isEqualTo(Map.of("RequestID", "id", "ErrorCode", "200", "ErrorMessage", "n".repeat(1_024)));
    }

    @Test
    void deliveryThatFailsIsOver() {
        ends.dead(FUNCTION, "arn:aws:sqs:us-east-1:000000000000:full", event("{}"), "no");

        assertThat(destinations.sent()).isEmpty();
        assertThat(time.inFlight().isSettled()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"arn:aws:lambda:us-east-1:000000000000:function:f", "arn:aws:s3:::b"})
    void deadLettersGoToQueuesAndTopicsOnly(String target) {
        assertThatThrownBy(() -> ends.checkDeadLetter(target))
                .isInstanceOf(AwsException.class)
                .hasMessage(
                        "The dead-letter target %s cannot be used: give the ARN of a standard SQS queue or a standard SNS"
                                + " topic",
                        target);
    }

    @Test
    void successIsNotToldToABucket() {
        assertThatThrownBy(() -> ends.checkSuccess("arn:aws:s3:::b"))
                .isInstanceOf(AwsException.class)
                .hasMessage(
                        "The destination arn:aws:s3:::b cannot be used for OnSuccess: S3 buckets are for OnFailure only");
    }

    @Test
    void targetThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> ends.check("arn:aws:sqs:us-east-1:000000000000:absent"))
                .isInstanceOf(AwsException.class)
                .hasMessage("there is no such target");
        assertThatThrownBy(() -> ends.check("q"))
                .isInstanceOf(AwsException.class)
                .hasMessageContaining("'q' is no ARN");
    }

    private AsyncEvent event(String payload) {
        return new AsyncEvent("id", "", InvocationRequest.of("f", Bytes.utf8(payload)), time.millis(), 0, 0, null);
    }

    private String body(int index) {
        return destinations.sent().get(index).delivery().body().utf8();
    }

    private static InvocationResult success(String payload) {
        return new InvocationResult("id", Bytes.utf8(payload), null, Duration.ZERO);
    }

    private static InvocationResult failure() {
        return new InvocationResult("id", Bytes.utf8("{\"errorMessage\":\"no\"}"), "Unhandled", Duration.ZERO);
    }
}
