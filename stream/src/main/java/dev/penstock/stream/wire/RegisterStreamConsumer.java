package dev.penstock.stream.wire;

import dev.penstock.platform.aws.Arn;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.fanout.ConsumerStatus;
import dev.penstock.stream.fanout.StreamConsumer;
import dev.penstock.stream.fanout.StreamConsumers;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.ResourceAttributes;
import dev.penstock.stream.local.StreamState;
import dev.penstock.stream.local.StreamStatus;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Registers a consumer with a stream. The answer says CREATING, however short that is. */
record RegisterStreamConsumer(
        @Nullable String streamArn,
        @Nullable String consumerName,
        @Nullable Map<String, String> tags) {

    static RegisterStreamConsumer read(WireInput in) {
        return new RegisterStreamConsumer(
                in.text("StreamARN").orElse(null),
                in.text("ConsumerName").orElse(null),
                in.textMap("Tags").orElse(null));
    }

    WireOutput.Body call(InMemoryStreams streams, StreamConsumers consumers) {
        check();
        StreamState stream = new StreamReference(null, streamArn).in(streams);
        Arn arn = Arn.parse(Objects.requireNonNull(streamArn));
        if (stream.status() != StreamStatus.ACTIVE) {
            throw KinesisErrors.notActive(stream.name(), arn.account(), stream.status());
        }
        StreamConsumer consumer = consumers.register(stream, arn, Objects.requireNonNull(consumerName), attributes());
        return out -> out.structure("Consumer", structure -> {
            structure.text("ConsumerName", consumer.name());
            structure.text("ConsumerARN", consumer.arn().toString());
            structure.text("ConsumerStatus", ConsumerStatus.CREATING.name());
            structure.timestamp("ConsumerCreationTimestamp", consumer.created());
        });
    }

    private void check() {
        Violations violations = new Violations()
                .required("streamARN", streamArn)
                .text("streamARN", streamArn, Violations.TextRule.ARN)
                .required("consumerName", consumerName)
                .text("consumerName", consumerName, Violations.TextRule.NAME);
        Tags.check(violations, tags).refuse();
    }

    /** @throws dev.penstock.platform.aws.AwsException InvalidArgumentException for tags that cannot be */
    private ResourceAttributes attributes() {
        ResourceAttributes attributes = new ResourceAttributes();
        if (tags != null) {
            Tags.add(attributes.tags(), tags, "Failed to add tags to consumer " + consumerName);
        }
        return attributes;
    }
}
