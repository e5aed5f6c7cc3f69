package dev.penstock.launcher.template.resource;

import dev.penstock.stream.StreamSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** {@code AWS::Kinesis::Stream}. */
final class KinesisStream implements ResourceMapper {
    private static final int MAX_NAME = 128;
    private static final int ON_DEMAND_SHARDS = 4;
    private static final int MAX_SHARDS = 10_000;
    private static final int MAX_RETENTION_HOURS = 8760;
    private static final int RECORD_KIB = 1024;

    @Override
    public String type() {
        return "AWS::Kinesis::Stream";
    }

    @Override
    public String nameProperty() {
        return "Name";
    }

    @Override
    public String generatedName(Stack stack, String logicalId) {
        return stack.physicalName(logicalId, MAX_NAME);
    }

    @Override
    public Map<String, String> attributes(String name, Stack stack) {
        return Map.of("Arn", stack.arn("kinesis", "stream/" + name));
    }

    @Override
    public void map(Resource resource, PlanDraft plan) {
        PropertyReader properties = resource.properties();
        NameRule.check(properties, nameProperty(), "[a-zA-Z0-9_.-]{1,128}", "1 to 128 letters, digits and _ . -");
        long hours = properties.integer(
                "RetentionPeriodHours",
                StreamSpec.DEFAULT_RETENTION.toHours(),
                MAX_RETENTION_HOURS,
                StreamSpec.DEFAULT_RETENTION.toHours());
        int shards = shards(properties);
        if (properties.integer("MaxRecordSizeInKiB", RECORD_KIB, Integer.MAX_VALUE, RECORD_KIB) != RECORD_KIB) {
            properties.error(
                    properties.at("MaxRecordSizeInKiB"),
                    "'MaxRecordSizeInKiB' is supported only as %d for now".formatted(RECORD_KIB));
        }
        properties.ignore("records are kept in memory of this process", "StreamEncryption");
        properties.ignore("shard metrics are not collected", "DesiredShardLevelMetrics");
        properties.ignore("tags are not kept", "Tags");
        properties.ignore("an on-demand stream needs no warming here", "WarmThroughputMiBps");
        plan.addStream(resource, () -> new StreamSpec(resource.name(), shards, Duration.ofHours(hours)));
    }

    private static int shards(PropertyReader properties) {
        Optional<PropertyReader> details = properties.object("StreamModeDetails");
        boolean onDemand = details.map(mode -> mode.requiredOneOf("StreamMode", "PROVISIONED", "ON_DEMAND"))
                .orElse("PROVISIONED")
                .equals("ON_DEMAND");
        long given = properties.integer("ShardCount", 1, MAX_SHARDS, 1);
        if (!onDemand) {
            return Math.toIntExact(given);
        }
        if (properties.has("ShardCount")) {
            properties.error(
                    properties.at("ShardCount"),
                    "'ShardCount' cannot be given for a stream with StreamMode ON_DEMAND; remove it");
        }
        return ON_DEMAND_SHARDS;
    }
}
