package dev.penstock.functions.local;

import dev.penstock.functions.Destinations;
import dev.penstock.functions.FunctionReference;
import dev.penstock.functions.InvocationRequest;
import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.aws.Arn;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.time.Time;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells destinations and dead-letter targets how asynchronous invocations ended. What cannot be delivered is logged: AWS
 * counts it in the metric DestinationDeliveryFailures.
 * Source: Lambda developer guide, Retaining records of asynchronous invocations.
 */
final class EventEnds {
    private static final Logger log = LoggerFactory.getLogger(EventEnds.class);
    private static final int MAX_ERROR_MESSAGE = 1024;
    private static final DateTimeFormatter KEY_DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter KEY_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH.mm.ss").withZone(ZoneOffset.UTC);

    private final AwsIdentity identity;
    private final Time time;
    private final Destinations destinations;
    private final Function<InvocationRequest, CompletionStage<String>> functions;
    private final InFlight.Gauge gauge;

    /** @param functions takes events for functions that are destinations */
    EventEnds(
            AwsIdentity identity,
            Time time,
            Destinations destinations,
            Function<InvocationRequest, CompletionStage<String>> functions) {
        this.identity = identity;
        this.time = time;
        this.destinations = destinations;
        this.functions = functions;
        gauge = time.inFlight().gauge("function-destinations");
    }

    /** @param functionArn without qualifier */
    void succeeded(String functionArn, String target, AsyncEvent event, InvocationResult result) {
        DestinationRecord told = new DestinationRecord(
                time.now(), qualified(functionArn, event), "Success", event.failures() + 1, event, result);
        deliver(functionArn, target, event, told, "Success");
    }

    void failed(String functionArn, String target, AsyncEvent event, AsyncEvent.Condition why) {
        DestinationRecord told = new DestinationRecord(
                time.now(), qualified(functionArn, event), why.word(), event.failures(), event, event.last());
        deliver(functionArn, target, event, told, "Failure");
    }

    /** The event itself, to a queue or topic. */
    void dead(String functionArn, String target, AsyncEvent event, String reason) {
        String message = reason.length() <= MAX_ERROR_MESSAGE ? reason : reason.substring(0, MAX_ERROR_MESSAGE);
        Map<String, String> attributes = Map.of(
                "RequestID",
                event.requestId(),
                "ErrorCode",
                event.last() == null ? "429" : "200",
                "ErrorMessage",
                message);
        send(functionArn, target, event, event.payload(), attributes);
    }

    private static String qualified(String functionArn, AsyncEvent event) {
        return functionArn + ":" + (event.qualifier().isEmpty() ? FunctionReference.LATEST : event.qualifier());
    }

    private void deliver(String functionArn, String target, AsyncEvent event, DestinationRecord told, String end) {
        switch (Arn.parse(target).service()) {
            case "lambda" -> watch(target, event, functions.apply(InvocationRequest.of(target, told.json())));
            case "s3" -> send(functionArn, target, event, told.json(), Map.of("key", objectKey(functionArn)));
            case "events" -> {
                Map<String, String> entry = new HashMap<>();
                entry.put("source", "lambda");
                entry.put("detail-type", "Lambda Function Invocation Result - " + end);
                entry.put("resources", target + "," + told.functionArn());
                send(functionArn, target, event, told.json(), entry);
            }
            default -> send(functionArn, target, event, told.fitting(), Map.of());
        }
    }

    private String objectKey(String functionArn) {
        Instant now = time.now();
        return "aws/lambda/async/%s/%s/%s-%s"
                .formatted(
                        Arn.parse(functionArn).resourceName(),
                        KEY_DAY.format(now),
                        KEY_TIME.format(now),
                        UUID.randomUUID());
    }

    private void send(String functionArn, String target, AsyncEvent event, Bytes body, Map<String, String> attributes) {
        watch(
                target,
                event,
                destinations.send(target, new Destinations.Delivery(functionArn, event.requestId(), body, attributes)));
    }

    private void watch(String target, AsyncEvent event, CompletionStage<?> delivery) {
        gauge.begin();
        delivery.whenComplete((done, failure) -> {
            if (failure != null) {
                log.warn(
                        "the end of the asynchronous invocation {} cannot be told to {}: {}",
                        event.requestId(),
                        target,
                        failure.getMessage());
            }
            gauge.end();
        });
    }

    /** Says no when a target cannot take the events that are given up: they go to a queue or topic only. */
    void checkDeadLetter(String target) {
        checkIsArn(target);
        String service = Arn.parse(target).service();
        if (!service.equals("sqs") && !service.equals("sns")) {
            throw FunctionErrors.invalid(
                    "The dead-letter target %s cannot be used: give the ARN of a standard SQS queue or a standard SNS topic"
                            .formatted(target));
        }
        destinations.check(target);
    }

    /** Says no when a target cannot take records of successes; a bucket takes those of failures only. */
    void checkSuccess(String target) {
        check(target);
        if (Arn.parse(target).service().equals("s3")) {
            throw FunctionErrors.invalid(
                    "The destination %s cannot be used for OnSuccess: S3 buckets are for OnFailure only"
                            .formatted(target));
        }
    }

    private static void checkIsArn(String target) {
        if (!Arn.looksLike(target)) {
            throw FunctionErrors.invalid(
                    "The provided destination config DestinationConfig is invalid: '%s' is no ARN".formatted(target));
        }
    }

    /** Says no when a target cannot be one. */
    void check(String target) {
        checkIsArn(target);
        if (!Arn.parse(target).service().equals("lambda")) {
            destinations.check(target);
        } else if (!Arn.parse(target).account().equals(identity.account())
                || !Arn.parse(target).region().equals(identity.region())) {
            throw FunctionErrors.functionElsewhere(target, identity);
        }
    }
}
