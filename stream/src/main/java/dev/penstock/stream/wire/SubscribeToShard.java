package dev.penstock.stream.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.BodySource;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.fanout.StreamConsumer;
import dev.penstock.stream.fanout.StreamConsumers;
import dev.penstock.stream.fanout.Subscription;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.Shard;
import dev.penstock.stream.local.ShardSlice;
import dev.penstock.stream.local.StreamState;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Has the records of a shard pushed to a registered consumer, for some minutes. */
record SubscribeToShard(
        @Nullable String consumerArn,
        @Nullable String shardId,
        @Nullable Position position) {

    /** Where to begin, as the request has it. */
    record Position(
            @Nullable String type,
            @Nullable String sequenceNumber,
            @Nullable Instant timestamp) {

        static Position read(WireInput in) {
            return new Position(
                    in.text("Type").orElse(null),
                    in.text("SequenceNumber").orElse(null),
                    in.timestamp("Timestamp").orElse(null));
        }
    }

    static SubscribeToShard read(WireInput in) {
        return new SubscribeToShard(
                in.text("ConsumerARN").orElse(null),
                in.text("ShardId").orElse(null),
                in.structure("StartingPosition").map(Position::read).orElse(null));
    }

    BodySource call(InMemoryStreams streams, StreamConsumers consumers) {
        check();
        StreamConsumer consumer = new ConsumerReference(null, null, consumerArn).in(streams, consumers);
        StreamState stream = consumer.stream();
        Shard shard = shard(streams, stream);
        Subscription.Start start = start(streams, stream, shard);
        return new SubscriptionBody(consumer.subscribe(shard, start), stream);
    }

    private void check() {
        Violations violations = new Violations()
                .required("consumerARN", consumerArn)
                .text("consumerARN", consumerArn, ConsumerReference.ARN)
                .required("shardId", shardId)
                .text("shardId", shardId, Violations.TextRule.NAME)
                .required("startingPosition", position);
        if (position != null) {
            violations
                    .required("startingPosition.type", position.type())
                    .oneOf("startingPosition.type", position.type(), GetShardIterator.TYPES)
                    .text(
                            "startingPosition.sequenceNumber",
                            position.sequenceNumber(),
                            Violations.TextRule.SEQUENCE_NUMBER);
        }
        violations.refuse();
    }

    private Shard shard(InMemoryStreams streams, StreamState stream) {
        String id = Objects.requireNonNull(shardId);
        String account = streams.identity().account();
        int index = ShardIds.index(id).orElseThrow(() -> KinesisErrors.noSuchShardId(id, stream.name(), account));
        return stream.shard(index)
                .orElseThrow(() -> KinesisErrors.shardNotFound(ShardIds.id(index), stream.name(), account));
    }

    /** @throws AwsException InvalidArgumentException */
    private Subscription.Start start(InMemoryStreams streams, StreamState stream, Shard shard) {
        Position asked = Objects.requireNonNull(position);
        StreamReference reference = new StreamReference(stream.name(), null);
        GetShardIterator iterator =
                new GetShardIterator(shardId, asked.type(), asked.sequenceNumber(), reference, asked.timestamp());
        iterator.checkArguments(streams);
        long first = iterator.position(streams, stream, shard);
        SequenceNumber continueAfter = Optional.ofNullable(asked.sequenceNumber())
                .map(SequenceNumber::parse)
                .filter(number -> !shard.isAhead(number))
                .orElseGet(() -> lastBefore(stream, shard, first));
        return new Subscription.Start(first, continueAfter);
    }

    /**
     * What a client that has read nothing continues after: the record just before, so that it does not read from the
     * start what it did not ask for. When that record has left, all before it have, and the shard's start is as good.
     */
    private static SequenceNumber lastBefore(StreamState stream, Shard shard, long first) {
        ShardSlice before = stream.read(shard, first - 1, 1, 0);
        boolean held = before.start() == first - 1 && !before.records().isEmpty();
        return held ? before.records().get(0).sequenceNumber() : shard.startingSequenceNumber();
    }
}
