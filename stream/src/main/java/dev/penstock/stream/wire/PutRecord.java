package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.NewRecord;
import dev.penstock.stream.local.SequenceNumbers;
import dev.penstock.stream.local.StreamState;
import org.jspecify.annotations.Nullable;

/** Appends one record, or refuses it when the stream has no room: over the wire nobody waits. */
record PutRecord(@Nullable String sequenceNumberForOrdering, Entry entry, StreamReference stream) {

    static PutRecord read(WireInput in) {
        return new PutRecord(
                in.text("SequenceNumberForOrdering").orElse(null), Entry.read(in), StreamReference.read(in));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        Violations violations = new Violations()
                .text("sequenceNumberForOrdering", sequenceNumberForOrdering, Violations.TextRule.SEQUENCE_NUMBER);
        entry.check(violations);
        stream.check(violations).refuse();
        StreamState state = stream.in(streams);
        NewRecord record = entry.in(state);
        checkOrdering(streams, state);
        PutResult result = state.putNow(record);
        return out -> {
            out.text("ShardId", result.shardId());
            out.text("SequenceNumber", result.sequenceNumber().toString());
        };
    }

    /**
     * Records get growing numbers per shard anyway; what remains is to refuse a number that this stream cannot have
     * issued up to now.
     */
    private void checkOrdering(InMemoryStreams streams, StreamState state) {
        if (sequenceNumberForOrdering == null) {
            return;
        }
        boolean issued = SequenceNumbers.parse(SequenceNumber.parse(sequenceNumberForOrdering))
                .filter(parts -> state.shard(parts.shardIndex())
                        .flatMap(shard -> SequenceNumbers.parse(shard.startingSequenceNumber()))
                        .filter(start -> start.createdSeconds() == parts.createdSeconds())
                        .isPresent())
                .filter(parts -> parts.arrivalSeconds() <= streams.time().now().getEpochSecond())
                .isPresent();
        if (!issued) {
            throw KinesisErrors.invalidArgument(
                    "ExclusiveMinimumSequenceNumber %s used in PutRecord on stream %s under account %s is invalid."
                            .formatted(
                                    sequenceNumberForOrdering,
                                    state.name(),
                                    streams.identity().account()));
        }
    }
}
