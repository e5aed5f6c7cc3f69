package dev.penstock.launcher.template.resource;

import dev.penstock.store.TableSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code AWS::DynamoDB::Table}, and what SAM's simple table has become. */
final class DynamoDbTable implements ResourceMapper {
    private static final int MAX_NAME = 255;

    private static final String[] STREAM_VIEWS = {"NEW_AND_OLD_IMAGES", "NEW_IMAGE", "OLD_IMAGE", "KEYS_ONLY"};

    private final String type;

    DynamoDbTable(String type) {
        this.type = type;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public String nameProperty() {
        return "TableName";
    }

    @Override
    public String generatedName(Stack stack, String logicalId) {
        return stack.physicalName(logicalId, MAX_NAME);
    }

    @Override
    public Map<String, String> attributes(String name, Stack stack) {
        return Map.of("Arn", stack.arn("dynamodb", "table/" + name), "StreamArn", SourceArn.ofTable(name, stack));
    }

    @Override
    public void map(Resource resource, PlanDraft plan) {
        PropertyReader properties = resource.properties();
        NameRule.check(properties, nameProperty(), "[a-zA-Z0-9_.-]{3,255}", "3 to 255 letters, digits and _ . -");
        Map<String, String> types = attributeTypes(properties);
        Keys keys = keys(properties, types);
        boolean onDemand = properties
                .oneOf("BillingMode", "PROVISIONED", "PAY_PER_REQUEST")
                .equals("PAY_PER_REQUEST");
        Units units = units(properties, onDemand);
        properties.notYet(
                "GlobalSecondaryIndexes",
                "LocalSecondaryIndexes",
                "TimeToLiveSpecification",
                "KinesisStreamSpecification",
                "ImportSourceSpecification");
        properties.ignore(
                "DynamoDB Local does not have it",
                "SSESpecification",
                "PointInTimeRecoverySpecification",
                "ContributorInsightsSpecification",
                "OnDemandThroughput",
                "WarmThroughput",
                "TableClass");
        properties.ignore("tables live as long as the pipeline", "DeletionProtectionEnabled");
        properties.ignore("permissions are not checked here", "ResourcePolicy");
        properties.ignore("tags are not kept", "Tags");
        TableSpec.@Nullable StreamView stream = stream(properties);
        plan.addTable(
                resource,
                () -> new TableSpec(
                        resource.name(),
                        Objects.requireNonNull(keys.hash()),
                        keys.range(),
                        units.read(),
                        units.write(),
                        stream));
        if (stream != null) {
            plan.addTableStream(resource);
        }
    }

    private static TableSpec.@Nullable StreamView stream(PropertyReader properties) {
        Optional<PropertyReader> specification = properties.object("StreamSpecification");
        specification.ifPresent(given -> given.ignore("permissions are not checked here", "ResourcePolicy"));
        return specification
                .map(given -> TableSpec.StreamView.valueOf(given.requiredOneOf("StreamViewType", STREAM_VIEWS)))
                .orElse(null);
    }

    private static Map<String, String> attributeTypes(PropertyReader properties) {
        Map<String, String> types = new HashMap<>();
        for (PropertyReader definition : properties.requiredObjects("AttributeDefinitions")) {
            types.put(
                    definition.requiredText("AttributeName"), definition.requiredOneOf("AttributeType", "S", "N", "B"));
        }
        return types;
    }

    private static Keys keys(PropertyReader properties, Map<String, String> types) {
        TableSpec.Key hash = null;
        TableSpec.Key range = null;
        List<PropertyReader> schema = properties.requiredObjects("KeySchema");
        Set<String> unused = new TreeSet<>(types.keySet());
        for (PropertyReader element : schema) {
            String attribute = element.requiredText("AttributeName");
            boolean isHash = element.requiredOneOf("KeyType", "HASH", "RANGE").equals("HASH");
            unused.remove(attribute);
            Optional<String> type = Optional.ofNullable(types.get(attribute));
            if (type.isEmpty() && !attribute.isBlank()) {
                properties.error(
                        element.at(), "key attribute '%s' is not among AttributeDefinitions".formatted(attribute));
            }
            TableSpec.Key key = new TableSpec.Key(attribute, type.orElse("S"));
            if (isHash ? hash != null : range != null) {
                properties.error(
                        element.at(), "'KeySchema' has two keys of one KeyType; give one HASH and at most one RANGE");
            }
            hash = isHash ? key : hash;
            range = isHash ? range : key;
        }
        if (hash == null && !schema.isEmpty()) {
            properties.error(properties.at("KeySchema"), "'KeySchema' needs a key with KeyType HASH");
        }
        // With indexes refused, DynamoDB takes key attributes only, and says so less clearly.
        if (!unused.isEmpty()
                && !schema.isEmpty()
                && !properties.names().contains("GlobalSecondaryIndexes")
                && !properties.names().contains("LocalSecondaryIndexes")) {
            properties.error(
                    properties.at("AttributeDefinitions"),
                    "'AttributeDefinitions' may name key attributes only; not a key: %s"
                            .formatted(String.join(", ", unused)));
        }
        return new Keys(hash, range);
    }

    private static Units units(PropertyReader properties, boolean onDemand) {
        Optional<PropertyReader> throughput = properties.object("ProvisionedThroughput");
        long read = throughput
                .map(units -> units.integer("ReadCapacityUnits", 1, Long.MAX_VALUE, 1))
                .orElse(0L);
        long write = throughput
                .map(units -> units.integer("WriteCapacityUnits", 1, Long.MAX_VALUE, 1))
                .orElse(0L);
        if (onDemand && throughput.isPresent()) {
            properties.error(
                    properties.at("ProvisionedThroughput"),
                    "'ProvisionedThroughput' cannot be given with BillingMode PAY_PER_REQUEST; remove one of them");
        }
        if (!onDemand && throughput.isEmpty() && !properties.names().contains("ProvisionedThroughput")) {
            properties.error(
                    properties.at(), "'ProvisionedThroughput' is missing; give it, or BillingMode: PAY_PER_REQUEST");
        }
        return onDemand ? new Units(0, 0) : new Units(read, write);
    }

    private record Keys(TableSpec.@Nullable Key hash, TableSpec.@Nullable Key range) {}

    private record Units(long read, long write) {}
}
