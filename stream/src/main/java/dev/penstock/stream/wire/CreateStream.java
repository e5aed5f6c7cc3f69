package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.StreamShape;
import dev.penstock.stream.local.StreamState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates a stream, which is ACTIVE at once. Without ShardCount it is on demand and has four shards. */
record CreateStream(
        @Nullable Integer shardCount,
        @Nullable String streamName,
        @Nullable String mode,
        @Nullable Integer maxRecordKib,
        Map<String, String> tags) {
    private static final int ON_DEMAND_SHARDS = 4;
    private static final int MIN_RECORD_KIB = 1_024;
    private static final int MAX_RECORD_KIB = 10_240;
    private static final int MAX_SHARDS_IN_MODEL = 100_000;
    private static final long KIB = 1024;
    private static final String ON_DEMAND = "ON_DEMAND";
    private static final String PROVISIONED = "PROVISIONED";

    static CreateStream read(WireInput in) {
        if (in.integer("WarmThroughputMiBps").isPresent()) {
            throw KinesisErrors.notEmulated(
                    "WarmThroughputMiBps", "leave it out: local shards have no throughput limit");
        }
        return new CreateStream(
                in.integer("ShardCount").orElse(null),
                in.text("StreamName").orElse(null),
                in.structure("StreamModeDetails")
                        .flatMap(details -> details.text("StreamMode"))
                        .orElse(null),
                in.integer("MaxRecordSizeInKiB").orElse(null),
                Tags.map(in, "Tags"));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        check();
        boolean onDemand = mode == null ? shardCount == null : mode.equals(ON_DEMAND);
        StreamSpec spec = new StreamSpec(String.valueOf(streamName), shards(onDemand), StreamSpec.DEFAULT_RETENTION);
        long maxRecordBytes = maxRecordKib == null ? StreamShape.DEFAULT_MAX_RECORD_BYTES : maxRecordKib * KIB;
        StreamState created = streams.create(new StreamShape(spec, onDemand, maxRecordBytes));
        created.attributes().resource().tags().add(tags, Tags.MOST);
        return WireOutput.Body.NONE;
    }

    private void check() {
        Violations violations = new Violations()
                .number("shardCount", shardCount, 1, MAX_SHARDS_IN_MODEL)
                .required("streamName", streamName)
                .text("streamName", streamName, Violations.TextRule.NAME)
                .oneOf("streamModeDetails.streamMode", mode, List.of(PROVISIONED, ON_DEMAND))
                .number("maxRecordSizeInKiB", maxRecordKib, MIN_RECORD_KIB, MAX_RECORD_KIB);
        Tags.check(violations, tags, 0);
        violations.refuse();
        Tags.checkCharacters(tags);
        if (tags.size() > Tags.MOST) {
            throw KinesisErrors.invalidArgument("A stream cannot have more than %d tags.".formatted(Tags.MOST));
        }
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
