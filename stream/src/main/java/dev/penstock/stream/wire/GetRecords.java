package dev.penstock.stream.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.IteratorTokens;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.Shard;
import dev.penstock.stream.local.ShardSlice;
import dev.penstock.stream.local.StreamState;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads records from a place in a shard. The end of a closed shard is told by an answer without records, with the
 * children and without a next iterator: the Kinesis Client Library insists on children exactly when there is no next.
 */
record GetRecords(
        @Nullable Integer limit,
        @Nullable String shardIterator,
        @Nullable String streamArn) {
    private static final int MAX_RECORDS = 10_000;
    private static final long MAX_BYTES = 10L * 1024 * 1024;

    static GetRecords read(WireInput in) {
        return new GetRecords(
                in.integer("Limit").orElse(null),
                in.text("ShardIterator").orElse(null),
                in.text("StreamARN").orElse(null));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        new Violations()
                .number("limit", limit, 1, MAX_RECORDS)
                .required("shardIterator", shardIterator)
                .text("shardIterator", shardIterator, Violations.TextRule.ITERATOR)
                .text("streamARN", streamArn, Violations.TextRule.ARN)
                .refuse();
        IteratorTokens.Pointer pointer = streams.iterators().resolve(Objects.requireNonNull(shardIterator));
        StreamState state = stream(streams, pointer);
        Shard shard = state.shard(pointer.shardIndex()).orElseThrow(() -> gone(streams, pointer));
        long position = position(pointer, state, shard);
        state.gate().admitRead(shard.id());
        ShardSlice slice = state.read(shard, position, limit == null ? MAX_RECORDS : limit, MAX_BYTES);
        state.gate().wasRead(shard.id(), slice.records());
        return slice.atEnd() && slice.records().isEmpty() ? end(state, shard) : page(streams, state, shard, slice);
    }

    private StreamState stream(InMemoryStreams streams, IteratorTokens.Pointer pointer) {
        if (streamArn != null && !streamArn.equals(streams.arn(pointer.stream()))) {
            throw KinesisErrors.invalidArgument(
                    "StreamARN %s is not the stream of the ShardIterator".formatted(streamArn));
        }
        try {
            return streams.serving(pointer.stream());
        } catch (AwsException deleted) {
            throw gone(streams, pointer);
        }
    }

    /** All sequence numbers of a stream are above those of one that had its name before it. */
    private static long position(IteratorTokens.Pointer pointer, StreamState state, Shard shard) {
        boolean same = state.created().toEpochMilli() == pointer.streamCreatedMillis();
        return same ? pointer.position() : shard.trimHorizon();
    }

    private static AwsException gone(InMemoryStreams streams, IteratorTokens.Pointer pointer) {
        return KinesisErrors.shardNotFound(
                "shardId-%012d".formatted(pointer.shardIndex()),
                pointer.stream(),
                streams.identity().account());
    }

    private static WireOutput.Body page(InMemoryStreams streams, StreamState state, Shard shard, ShardSlice slice) {
        String next = streams.iterators().issue(state, shard, slice.next());
        RecordWriter records = new RecordWriter(Shapes.encryptedByArrival(state));
        return out -> {
            out.structures("Records", slice.records(), records::write);
            out.text("NextShardIterator", next);
            out.number("MillisBehindLatest", slice.millisBehindLatest());
        };
    }

    private static WireOutput.Body end(StreamState state, Shard shard) {
        List<Shard> children = state.shards().stream()
                .filter(child -> child.parents().contains(shard))
                .toList();
        return out -> {
            out.structures("Records", List.of(), (none, item) -> {});
            out.number("MillisBehindLatest", 0);
            out.structures("ChildShards", children, Shapes::childShard);
        };
    }
}
