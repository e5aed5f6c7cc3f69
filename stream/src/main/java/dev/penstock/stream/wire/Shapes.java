package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.HashKeyRange;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.Shard;
import dev.penstock.stream.local.ShardMetric;
import dev.penstock.stream.local.StreamAttributes;
import dev.penstock.stream.local.StreamState;
import dev.penstock.stream.local.StreamStatus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/** Structures that several answers contain. */
final class Shapes {

    private Shapes() {}

    static void childShard(Shard shard, WireOutput out) throws IOException {
        out.text("ShardId", shard.id());
        out.texts("ParentShards", shard.parents().stream().map(Shard::id).toList());
        hashKeyRange(shard.range(), out);
    }

    static void hashKeyRange(HashKeyRange keys, WireOutput out) throws IOException {
        out.structure("HashKeyRange", range -> {
            range.text("StartingHashKey", keys.from().toString());
            range.text("EndingHashKey", keys.to().toString());
        });
    }

    /** Shown with records only when they are said to be encrypted. */
    static Optional<String> encryptionType(StreamState stream) {
        return stream.encryption().map(StreamAttributes.Encryption::type);
    }

    /** Shown with a record only when it is said to be encrypted. */
    static LongPredicate encryptedByArrival(StreamState stream) {
        return stream.attributes()::wasEncryptedAt;
    }

    static void warmThroughput(int target, int current, WireOutput out) throws IOException {
        out.structure(
                "WarmThroughput", warm -> warm.number("TargetMiBps", target).number("CurrentMiBps", current));
    }

    /** What every description of a stream begins with. */
    static void stream(InMemoryStreams streams, StreamState stream, StreamStatus status, WireOutput out)
            throws IOException {
        out.text("StreamName", stream.name());
        out.text("StreamARN", streams.arn(stream.name()));
        out.text("StreamStatus", status.name());
        out.structure(
                "StreamModeDetails",
                mode -> mode.text("StreamMode", stream.attributes().isOnDemand() ? "ON_DEMAND" : "PROVISIONED"));
        out.timestamp("StreamCreationTimestamp", stream.created());
    }

    /** What the two long descriptions share. */
    static void details(StreamState stream, WireOutput out) throws IOException {
        StreamAttributes attributes = stream.attributes();
        List<String> metrics =
                attributes.monitored().stream().map(ShardMetric::text).toList();
        out.number("RetentionPeriodHours", stream.retention().toHours());
        out.structures("EnhancedMonitoring", List.of(metrics), (texts, item) -> item.texts("ShardLevelMetrics", texts));
        Optional<StreamAttributes.Encryption> encryption = attributes.encryption();
        out.text(
                "EncryptionType",
                encryption.map(StreamAttributes.Encryption::type).orElse("NONE"));
        out.text("KeyId", encryption.map(StreamAttributes.Encryption::keyId));
    }
}
