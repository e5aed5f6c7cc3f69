package dev.penstock.stream.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.Shard;
import dev.penstock.stream.local.StreamState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Gives a place in a shard from which to read. */
record GetShardIterator(
        @Nullable String shardId,
        @Nullable String type,
        @Nullable String startingSequenceNumber,
        StreamReference stream,
        @Nullable Instant timestamp) {
    private static final String AFTER_SEQUENCE_NUMBER = "AFTER_SEQUENCE_NUMBER";
    private static final String AT_SEQUENCE_NUMBER = "AT_SEQUENCE_NUMBER";
    private static final String AT_TIMESTAMP = "AT_TIMESTAMP";
    private static final String LATEST = "LATEST";
    private static final String TRIM_HORIZON = "TRIM_HORIZON";

    /** In the order in which the service prints them. */
    static final List<String> TYPES =
            List.of(AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON);

    static GetShardIterator read(WireInput in) {
        return new GetShardIterator(
                in.text("ShardId").orElse(null),
                in.text("ShardIteratorType").orElse(null),
                in.text("StartingSequenceNumber").orElse(null),
                StreamReference.read(in),
                in.timestamp("Timestamp").orElse(null));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        Violations violations = new Violations()
                .required("shardId", shardId)
                .text("shardId", shardId, Violations.TextRule.NAME)
                .required("shardIteratorType", type)
                .oneOf("shardIteratorType", type, TYPES)
                .text("startingSequenceNumber", startingSequenceNumber, Violations.TextRule.SEQUENCE_NUMBER);
        stream.check(violations).refuse();
        StreamState state = existing(streams);
        Shard shard = shard(streams, state);
        checkArguments(streams);
        state.gate().admitIterator(shard.id());
        String iterator = streams.iterators().issue(state, shard, position(streams, state, shard));
        return out -> out.text("ShardIterator", iterator);
    }

    /** @throws AwsException InvalidArgumentException */
    void checkArguments(InMemoryStreams streams) {
        boolean bySequenceNumber = AT_SEQUENCE_NUMBER.equals(type) || AFTER_SEQUENCE_NUMBER.equals(type);
        if (bySequenceNumber != (startingSequenceNumber != null)) {
            throw KinesisErrors.invalidArgument(
                    ("Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or"
                                    + " (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified %s"
                                    + " and %s StartingSequenceNumber.")
                            .formatted(type, bySequenceNumber ? "no" : "also a"));
        }
        if (AT_TIMESTAMP.equals(type)) {
            checkTimestamp(streams.time().millis());
        }
    }

    private void checkTimestamp(long now) {
        if (timestamp == null) {
            throw KinesisErrors.invalidArgument("Must specify timestampInMillis parameter for iterator of type"
                    + " AT_TIMESTAMP. Current request has no timestamp parameter.");
        }
        if (timestamp.toEpochMilli() > now) {
            throw KinesisErrors.invalidArgument(
                    ("The timestampInMillis parameter cannot be greater than the currentTimestampInMillis."
                                    + " timestampInMillis: %d, currentTimestampInMillis: %d")
                            .formatted(timestamp.toEpochMilli(), now));
        }
    }

    /** An unknown stream is answered as an unknown shard here, as the service does. */
    private StreamState existing(InMemoryStreams streams) {
        int index = index(streams);
        try {
            return stream.serving(streams);
        } catch (AwsException unknown) {
            if (unknown.code().equals("ResourceNotFoundException")) {
                throw noShard(index, streams);
            }
            throw unknown;
        }
    }

    private Shard shard(InMemoryStreams streams, StreamState state) {
        int index = index(streams);
        return state.shard(index).orElseThrow(() -> noShard(index, streams));
    }

    private int index(InMemoryStreams streams) {
        String id = String.valueOf(shardId);
        return ShardIds.index(id)
                .orElseThrow(() -> KinesisErrors.noSuchShardId(id, stream.name(), stream.account(streams)));
    }

    private AwsException noShard(int index, InMemoryStreams streams) {
        return KinesisErrors.shardNotFound(ShardIds.id(index), stream.name(), stream.account(streams));
    }

    /** @throws AwsException InvalidArgumentException when the number is not one of the shard */
    long position(InMemoryStreams streams, StreamState state, Shard shard) {
        return switch (String.valueOf(type)) {
            case TRIM_HORIZON -> shard.trimHorizon();
            case LATEST -> shard.tip();
            case AT_TIMESTAMP ->
                shard.positionAt(Objects.requireNonNull(timestamp).toEpochMilli());
            default -> positionByNumber(streams, state, shard);
        };
    }

    private long positionByNumber(InMemoryStreams streams, StreamState state, Shard shard) {
        String text = Objects.requireNonNull(startingSequenceNumber);
        EncodedNumber encoded = EncodedNumber.parse(text).orElseThrow(() -> invalid(streams, state, shard, ""));
        if (encoded.shardIndex() != shard.index()) {
            throw KinesisErrors.invalidArgument(
                    "Invalid StartingSequenceNumber. It encodes %s, while it was used in a call to a shard with %s"
                            .formatted(encoded.shardId(), shard.id()));
        }
        if (!isOf(shard, encoded)) {
            throw encoded.version() == 0
                    ? new AwsException("InternalFailure", 500, "")
                    : invalid(streams, state, shard, " because it did not come from this stream");
        }
        SequenceNumber number = SequenceNumber.parse(text);
        OptionalLong position =
                AFTER_SEQUENCE_NUMBER.equals(type) ? shard.positionAfter(number) : shard.positionOf(number);
        return position.orElseThrow(() -> invalid(streams, state, shard, ""));
    }

    private static boolean isOf(Shard shard, EncodedNumber number) {
        return EncodedNumber.parse(shard.startingSequenceNumber().toString())
                .filter(start ->
                        start.version() == number.version() && start.createdSeconds() == number.createdSeconds())
                .isPresent();
    }

    private AwsException invalid(InMemoryStreams streams, StreamState state, Shard shard, String why) {
        return KinesisErrors.invalidArgument(
                "StartingSequenceNumber %s used in GetShardIterator on shard %s in stream %s under account %s is invalid%s."
                        .formatted(
                                startingSequenceNumber,
                                shard.id(),
                                state.name(),
                                streams.identity().account(),
                                why));
    }
}
