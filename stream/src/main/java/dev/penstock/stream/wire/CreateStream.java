package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.StreamShape;
import dev.penstock.stream.local.TagSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates a stream. Without ShardCount it is on demand and has four shards. */
record CreateStream(
        @Nullable Integer shardCount,
        @Nullable String streamName,
        CapacityMode mode,
        @Nullable Map<String, String> tags,
        WarmThroughput warm,
        @Nullable Integer maxRecordKib) {
    private static final int ON_DEMAND_SHARDS = 4;
    private static final int MAX_SHARDS_IN_MODEL = 100_000;
    private static final long KIB = 1024;

    static CreateStream read(WireInput in) {
        return new CreateStream(
                in.integer("ShardCount").orElse(null),
                in.text("StreamName").orElse(null),
                CapacityMode.read(in),
                in.textMap("Tags").orElse(null),
                WarmThroughput.read(in),
                in.integer("MaxRecordSizeInKiB").orElse(null));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        check();
        boolean onDemand = mode.isGiven() ? mode.isOnDemand() : shardCount == null;
        String name = String.valueOf(streamName);
        warm.checkFor(onDemand, name, streams.identity().account());
        StreamSpec spec = new StreamSpec(name, shards(onDemand), StreamSpec.DEFAULT_RETENTION);
        long maxRecordBytes = maxRecordKib == null ? StreamShape.DEFAULT_MAX_RECORD_BYTES : maxRecordKib * KIB;
        TagSet firstTags = new TagSet();
        if (tags != null) {
            Tags.add(
                    firstTags,
                    tags,
                    "Failed to add tags to stream %s under account %s"
                            .formatted(name, streams.identity().account()));
        }
        streams.create(new StreamShape(spec, onDemand, maxRecordBytes, warm.mibPerSecond(), firstTags.all()));
        return WireOutput.Body.NONE;
    }

    private void check() {
        Violations violations = new Violations()
                .number("shardCount", shardCount, 1, MAX_SHARDS_IN_MODEL)
                .required("streamName", streamName)
                .text("streamName", streamName, Violations.TextRule.NAME);
        Tags.check(mode.check(violations), tags);
        UpdateMaxRecordSize.checkSize(warm.check(violations), maxRecordKib).refuse();
    }

    private int shards(boolean onDemand) {
        if (onDemand && shardCount != null) {
            throw KinesisErrors.invalidArgument("ShardCount must be left out for a stream in ON_DEMAND mode.");
        }
        if (onDemand) {
            return ON_DEMAND_SHARDS;
        }
        if (shardCount == null) {
            throw KinesisErrors.invalidArgument("ShardCount must be given for a stream in PROVISIONED mode.");
        }
        return shardCount;
    }
}
