package dev.penstock.stream.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.stream.fanout.ConsumerArn;
import dev.penstock.stream.fanout.StreamConsumer;
import dev.penstock.stream.fanout.StreamConsumers;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.StreamState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The consumer that a request names: by ConsumerARN, or by StreamARN and ConsumerName; all three must agree. */
record ConsumerReference(
        @Nullable String streamArn,
        @Nullable String consumerName,
        @Nullable String consumerArn) {
    static final Violations.TextRule ARN = new Violations.TextRule(ConsumerArn.PATTERN, 1, 2048);

    static ConsumerReference read(WireInput in) {
        return new ConsumerReference(
                in.text("StreamARN").orElse(null),
                in.text("ConsumerName").orElse(null),
                in.text("ConsumerARN").orElse(null));
    }

    Violations check(Violations violations) {
        return violations
                .text("streamARN", streamArn, Violations.TextRule.ARN)
                .text("consumerName", consumerName, Violations.TextRule.NAME)
                .text("consumerARN", consumerArn, ARN);
    }

    /**
     * The consumer itself, after {@link #check}.
     *
     * @throws AwsException ResourceNotFoundException, InvalidArgumentException when the members do not name one consumer
     */
    StreamConsumer in(InMemoryStreams streams, StreamConsumers consumers) {
        if (consumerArn != null) {
            return byArn(consumerArn, streams, consumers);
        }
        if (streamArn == null || consumerName == null) {
            throw KinesisErrors.invalidArgument(
                    "Either ConsumerARN, or both StreamARN and ConsumerName must be given.");
        }
        StreamState stream = new StreamReference(null, streamArn).in(streams);
        return consumers.find(stream, consumerName).orElseThrow(() -> notFound(consumerName, streams));
    }

    private StreamConsumer byArn(String text, InMemoryStreams streams, StreamConsumers consumers) {
        Optional<ConsumerArn> arn = ConsumerArn.parse(text);
        arn.ifPresent(this::checkAgreement);
        return arn.filter(parsed -> parsed.streamArn().equals(streams.arn(parsed.streamName())))
                .flatMap(consumers::find)
                .orElseThrow(() -> notFound(text, streams));
    }

    private void checkAgreement(ConsumerArn arn) {
        boolean agrees = (streamArn == null || streamArn.equals(arn.streamArn()))
                && (consumerName == null || consumerName.equals(arn.consumerName()));
        if (!agrees) {
            throw KinesisErrors.invalidArgument(
                    "ConsumerARN %s does not name the same consumer as StreamARN and ConsumerName".formatted(arn));
        }
    }

    private static AwsException notFound(String consumer, InMemoryStreams streams) {
        return KinesisErrors.consumerNotFound(consumer, streams.identity().account());
    }
}
