package dev.penstock.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.penstock.functions.Destinations;
import dev.penstock.platform.aws.Arn;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.Time;
import dev.penstock.rules.Sinks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Destinations of functions and event source mappings among the sinks of the rules, under the names that rule actions
 * use: a queue by its URL, a topic by its ARN, a bucket and an event bus by their names. Every name exists.
 */
final class SinkDestinations implements Destinations {
    private static final String KEY = "key";
    private static final String RESOURCES = "resources";

    private final AwsIdentity identity;
    private final Sinks sinks;
    private final Time time;

    SinkDestinations(AwsIdentity identity, Sinks sinks, Time time) {
        this.identity = identity;
        this.sinks = sinks;
        this.time = time;
    }

    @Override
    public void check(String targetArn) {
        target(targetArn);
    }

    @Override
    public CompletionStage<Void> send(String targetArn, Delivery delivery) {
        try {
            deliver(target(targetArn), delivery);
            return CompletableFuture.completedFuture(null);
        } catch (AwsException refusal) {
            return CompletableFuture.failedFuture(refusal);
        }
    }

    private void deliver(Target target, Delivery delivery) {
        Sinks.Entry entry = new Sinks.Entry(
                time.now(), delivery.sender(), delivery.requestId(), fields(delivery.attributes()), delivery.body());
        if (target.kind().equals("s3")) {
            if (!delivery.attributes().containsKey(KEY)) {
                throw new IllegalArgumentException("an object needs a key");
            }
            sinks.overwrite(target.kind(), target.name(), KEY, entry);
        } else {
            sinks.add(target.kind(), target.name(), List.of(entry));
        }
    }

    /** The resources of an event are a list there: as JSON, for fields are texts. */
    private static Map<String, String> fields(Map<String, String> attributes) {
        String resources = attributes.get(RESOURCES);
        if (resources == null) {
            return attributes;
        }
        Map<String, String> fields = new HashMap<>(attributes);
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (String resource : resources.split(",", -1)) {
            list.add(resource);
        }
        fields.put(RESOURCES, list.toString());
        return fields;
    }

    private Target target(String targetArn) {
        return parse(targetArn).flatMap(this::target).orElseThrow(() -> invalid(targetArn));
    }

    private static Optional<Arn> parse(String text) {
        try {
            return Optional.of(Arn.parse(text));
        } catch (IllegalArgumentException notAnArn) {
            return Optional.empty();
        }
    }

    private Optional<Target> target(Arn arn) {
        String resource = arn.resource();
        if (resource.endsWith(".fifo")) {
            return Optional.empty();
        }
        return switch (arn.service()) {
            case "sqs" -> Optional.of(new Target("sqs", queueUrl(arn)));
            case "sns" -> Optional.of(new Target("sns", arn.toString()));
            case "s3" -> Optional.of(new Target("s3", resource));
            case "events" ->
                resource.startsWith("event-bus/")
                        ? Optional.of(new Target("events", arn.resourceName()))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private String queueUrl(Arn arn) {
        String region = arn.region().isEmpty() ? identity.region() : arn.region();
        String account = arn.account().isEmpty() ? identity.account() : arn.account();
        return "https://sqs.%s.amazonaws.com/%s/%s".formatted(region, account, arn.resource());
    }

    private static AwsException invalid(String targetArn) {
        return new AwsException(
                "InvalidParameterValueException",
                400,
                ("The destination %s cannot be used here: give the ARN of a standard SQS queue, a standard SNS topic, an"
                                + " S3 bucket or an EventBridge event bus")
                        .formatted(targetArn));
    }

    private record Target(String kind, String name) {}
}
