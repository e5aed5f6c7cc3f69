package dev.penstock.store.aws;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.store.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** The key of a table, as we and as the SDK say it. */
final class TableKeys {

    private TableKeys() {}

    static CreateTableRequest request(TableSpec spec) {
        List<KeySchemaElement> schema = new ArrayList<>();
        List<AttributeDefinition> attributes = new ArrayList<>();
        add(spec.hashKey(), KeyType.HASH, schema, attributes);
        spec.range().ifPresent(key -> add(key, KeyType.RANGE, schema, attributes));
        CreateTableRequest.Builder request = CreateTableRequest.builder()
                .tableName(spec.name())
                .keySchema(schema)
                .attributeDefinitions(attributes);
        spec.stream()
                .ifPresent(view -> request.streamSpecification(
                        stream -> stream.streamEnabled(true).streamViewType(view.name())));
        if (spec.onDemand()) {
            return request.billingMode(BillingMode.PAY_PER_REQUEST).build();
        }
        return request.billingMode(BillingMode.PROVISIONED)
                .provisionedThroughput(
                        units -> units.readCapacityUnits(spec.readUnits()).writeCapacityUnits(spec.writeUnits()))
                .build();
    }

    private static void add(
            TableSpec.Key key, KeyType type, List<KeySchemaElement> schema, List<AttributeDefinition> attributes) {
        schema.add(KeySchemaElement.builder()
                .attributeName(key.attribute())
                .keyType(type)
                .build());
        attributes.add(AttributeDefinition.builder()
                .attributeName(key.attribute())
                .attributeType(key.type())
                .build());
    }

    /** @throws AwsException ResourceInUseException when the table that is there has another key or stream */
    static void requireSame(TableSpec asked, TableDescription there) {
        String wanted = text(asked);
        String found = text(there);
        if (!wanted.equals(found)) {
            throw new AwsException(
                    "ResourceInUseException",
                    400,
                    "Table %s exists with the key %s, but %s is asked for; delete the table or give the new one another name"
                            .formatted(asked.name(), found, wanted));
        }
        asked.stream().ifPresent(view -> requireStream(asked.name(), view, there.streamSpecification()));
    }

    private static void requireStream(String table, TableSpec.StreamView view, @Nullable StreamSpecification there) {
        String found = there == null || !Boolean.TRUE.equals(there.streamEnabled())
                ? "without a stream"
                : "with a stream of " + there.streamViewTypeAsString();
        if (!found.endsWith(" " + view)) {
            throw new AwsException(
                    "ResourceInUseException",
                    400,
                    "Table %s exists %s, but one with %s is asked for; change its stream or give the new table another name"
                            .formatted(table, found, view));
        }
    }

    private static String text(TableSpec spec) {
        String hash = element(spec.hashKey().attribute(), spec.hashKey().type(), KeyType.HASH);
        return spec.range()
                .map(key -> hash + ", " + element(key.attribute(), key.type(), KeyType.RANGE))
                .orElse(hash);
    }

    private static String text(TableDescription table) {
        Map<String, String> types = new TreeMap<>();
        table.attributeDefinitions()
                .forEach(attribute -> types.put(attribute.attributeName(), attribute.attributeTypeAsString()));
        return table.keySchema().stream()
                .sorted((one, other) -> one.keyType().compareTo(other.keyType()))
                .map(key -> element(key.attributeName(), types.getOrDefault(key.attributeName(), "?"), key.keyType()))
                .reduce((hash, range) -> hash + ", " + range)
                .orElse("");
    }

    private static String element(String attribute, String type, KeyType role) {
        return "%s (%s, %s)".formatted(attribute, type, role);
    }
}
