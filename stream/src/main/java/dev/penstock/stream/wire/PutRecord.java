package dev.penstock.stream.wire;

import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.MemberReader;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.NewRecord;
import dev.penstock.stream.local.StreamState;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Appends one record, or refuses it when the stream has no room: over the wire nobody waits. */
record PutRecord(@Nullable String sequenceNumberForOrdering, Entry entry, StreamReference stream) {

    static PutRecord read(WireInput in) {
        return new PutRecord(
                in.text("SequenceNumberForOrdering").orElse(null), Entry.read(in), StreamReference.read(in));
    }

    /** Without a tree. */
    static PutRecord read(MemberReader in) throws IOException {
        String ordering = null;
        String key = null;
        String hashKey = null;
        Bytes data = null;
        String name = null;
        String arn = null;
        for (String member = in.next(); member != null; member = in.next()) {
            switch (member) {
                case "SequenceNumberForOrdering" -> ordering = in.text();
                case "PartitionKey" -> key = in.text();
                case "ExplicitHashKey" -> hashKey = in.text();
                case "Data" -> data = in.blob();
                case "StreamName" -> name = in.text();
                case "StreamARN" -> arn = in.text();
                default -> throw MemberReader.unusual();
            }
        }
        return new PutRecord(ordering, new Entry(key, hashKey, data), new StreamReference(name, arn));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        Violations violations = new Violations()
                .text("sequenceNumberForOrdering", sequenceNumberForOrdering, Violations.TextRule.SEQUENCE_NUMBER);
        entry.check(violations, stream);
        stream.check(violations).refuse();
        StreamState state = stream.serving(streams);
        NewRecord record = entry.in(state, 0);
        checkOrdering(streams, state);
        PutResult result = state.putNow(record);
        return out -> {
            out.text("ShardId", result.shardId());
            out.text("SequenceNumber", result.sequenceNumber().toString());
            out.text("EncryptionType", Shapes.encryptionType(state));
        };
    }

    /**
     * Records get growing numbers per shard anyway; what remains is to refuse what is no sequence number, or one of the
     * future. As on the service it need not be a number of this stream.
     */
    private void checkOrdering(InMemoryStreams streams, StreamState state) {
        if (sequenceNumberForOrdering == null) {
            return;
        }
        long now = streams.time().now().getEpochSecond();
        boolean possible = EncodedNumber.parse(sequenceNumberForOrdering)
                .filter(number -> number.arrivalSeconds() <= now)
                .isPresent();
        if (!possible) {
            throw KinesisErrors.invalidArgument(
                    "ExclusiveMinimumSequenceNumber %s used in PutRecord on stream %s under account %s is invalid."
                            .formatted(
                                    sequenceNumberForOrdering,
                                    state.name(),
                                    streams.identity().account()));
        }
    }
}
