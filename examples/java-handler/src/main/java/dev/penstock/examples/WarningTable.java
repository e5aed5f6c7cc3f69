package dev.penstock.examples;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

/** The table of warnings, keyed by device; it is made when the first warning finds none. */
final class WarningTable {
    private static final String KEY = "deviceId";
    private static final long UNITS = 5;

    private final String name;
    private final DynamoDbClient dynamoDb;

    WarningTable(String name, DynamoDbClient dynamoDb) {
        this.name = name;
        this.dynamoDb = dynamoDb;
    }

    /** Writes a warning over the device's previous one. */
    void put(DeviceEvent event) {
        Map<String, AttributeValue> item = Attributes.of(event.fields());
        try {
            write(item);
        } catch (ResourceNotFoundException missing) {
            create();
            write(item);
        }
    }

    private void write(Map<String, AttributeValue> item) {
        dynamoDb.putItem(request -> request.tableName(name).item(item));
    }

    private void create() {
        try {
            dynamoDb.createTable(request -> request.tableName(name)
                    .keySchema(KeySchemaElement.builder()
                            .attributeName(KEY)
                            .keyType(KeyType.HASH)
                            .build())
                    .attributeDefinitions(AttributeDefinition.builder()
                            .attributeName(KEY)
                            .attributeType(ScalarAttributeType.S)
                            .build())
                    .provisionedThroughput(
                            units -> units.readCapacityUnits(UNITS).writeCapacityUnits(UNITS)));
        } catch (ResourceInUseException otherWasFaster) {
            // Another environment is creating it: wait for the same table.
        }
        try (DynamoDbWaiter waiter = DynamoDbWaiter.builder().client(dynamoDb).build()) {
            waiter.waitUntilTableExists(request -> request.tableName(name));
        }
    }
}
