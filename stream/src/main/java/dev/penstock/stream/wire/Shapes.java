package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.HashKeyRange;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.Shard;
import dev.penstock.stream.local.StreamState;
import java.io.IOException;
import java.util.List;

/** Structures that several answers contain. */
final class Shapes {

    private Shapes() {}

    static void shard(Shard shard, WireOutput out) throws IOException {
        out.text("ShardId", shard.id());
        List<Shard> parents = shard.parents();
        if (!parents.isEmpty()) {
            out.text("ParentShardId", parents.get(0).id());
        }
        if (parents.size() > 1) {
            out.text("AdjacentParentShardId", parents.get(1).id());
        }
        hashKeyRange(shard.range(), out);
        out.structure("SequenceNumberRange", range -> {
            range.text("StartingSequenceNumber", shard.startingSequenceNumber().toString());
            range.text("EndingSequenceNumber", shard.endingSequenceNumber().map(Object::toString));
        });
    }

    static void childShard(Shard shard, WireOutput out) throws IOException {
        out.text("ShardId", shard.id());
        out.texts("ParentShards", shard.parents().stream().map(Shard::id).toList());
        hashKeyRange(shard.range(), out);
    }

    private static void hashKeyRange(HashKeyRange keys, WireOutput out) throws IOException {
        out.structure("HashKeyRange", range -> {
            range.text("StartingHashKey", keys.from().toString());
            range.text("EndingHashKey", keys.to().toString());
        });
    }

    /** What every description of a stream begins with. */
    static void stream(InMemoryStreams streams, StreamState stream, WireOutput out) throws IOException {
        out.text("StreamName", stream.name());
        out.text("StreamARN", streams.arn(stream.name()));
        out.text("StreamStatus", "ACTIVE");
        out.structure(
                "StreamModeDetails",
                mode -> mode.text("StreamMode", stream.shape().onDemand() ? "ON_DEMAND" : "PROVISIONED"));
        out.timestamp("StreamCreationTimestamp", stream.created());
    }

    /** What the two long descriptions share. */
    static void details(StreamState stream, WireOutput out) throws IOException {
        out.number("RetentionPeriodHours", stream.retention().toHours());
        out.structures(
                "EnhancedMonitoring",
                List.of(List.<String>of()),
                (none, item) -> item.texts("ShardLevelMetrics", none));
        out.text("EncryptionType", "NONE");
    }
}
