package dev.penstock.stream.aws;

import dev.penstock.platform.time.Time;
import dev.penstock.stream.StartingPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CreateGlobalSecondaryIndexAction;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilter;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.kinesis.leases.dynamodb.TableCreatorCallback;
import software.amazon.kinesis.leases.dynamodb.TableCreatorCallbackInput;

/**
 * Fills a lease table that the Kinesis Client Library has just created with one lease per shard, and gives it its index.
 * The library would do the same after random sleeps of up to 30 s (fact sheet kcl, section 5.4).
 */
final class LeaseSeed implements TableCreatorCallback {
    private static final String INDEX = "LeaseOwnerToLeaseKeyIndex";
    private static final String LEASE_KEY = "leaseKey";
    private static final String LEASE_OWNER = "leaseOwner";
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int POLLS = 1_000;

    private final KinesisAsyncClient kinesis;
    private final Time time;
    private final KclSubscription.Reader reader;

    LeaseSeed(KinesisAsyncClient kinesis, Time time, KclSubscription.Reader reader) {
        this.kinesis = kinesis;
        this.time = time;
        this.reader = reader;
    }

    @Override
    public void performAction(TableCreatorCallbackInput table) {
        DynamoDbAsyncClient dynamoDb = table.dynamoDbClient();
        addIndex(dynamoDb, table.tableName());
        for (Shard shard : shards()) {
            dynamoDb.putItem(r -> r.tableName(table.tableName()).item(lease(shard)))
                    .join();
        }
        awaitIndex(dynamoDb, table.tableName());
    }

    private static void addIndex(DynamoDbAsyncClient dynamoDb, String table) {
        CreateGlobalSecondaryIndexAction index = CreateGlobalSecondaryIndexAction.builder()
                .indexName(INDEX)
                .keySchema(key(LEASE_OWNER, KeyType.HASH), key(LEASE_KEY, KeyType.RANGE))
                .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY))
                .build();
        GlobalSecondaryIndexUpdate update =
                GlobalSecondaryIndexUpdate.builder().create(index).build();
        dynamoDb.updateTable(r -> r.tableName(table)
                        .attributeDefinitions(text(LEASE_KEY), text(LEASE_OWNER))
                        .globalSecondaryIndexUpdates(update))
                .join();
    }

    private static AttributeDefinition text(String attribute) {
        return AttributeDefinition.builder()
                .attributeName(attribute)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String attribute, KeyType type) {
        return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
    }

    private List<Shard> shards() {
        return kinesis.listShards(r -> r.streamName(reader.stream()).shardFilter(filter()))
                .join()
                .shards();
    }

    private ShardFilter filter() {
        StartingPosition from = reader.from();
        if (from instanceof StartingPosition.AtTimestamp at) {
            return ShardFilter.builder()
                    .type(ShardFilterType.AT_TIMESTAMP)
                    .timestamp(at.timestamp())
                    .build();
        }
        boolean latest = from instanceof StartingPosition.Latest;
        return ShardFilter.builder()
                .type(latest ? ShardFilterType.AT_LATEST : ShardFilterType.AT_TRIM_HORIZON)
                .build();
    }

    private Map<String, AttributeValue> lease(Shard shard) {
        return Map.of(
                LEASE_KEY,
                AttributeValue.fromS(shard.shardId()),
                "leaseCounter",
                AttributeValue.fromN("0"),
                "checkpoint",
                AttributeValue.fromS(checkpoint()),
                "checkpointSubSequenceNumber",
                AttributeValue.fromN("0"),
                "ownerSwitchesSinceCheckpoint",
                AttributeValue.fromN("0"),
                "startingHashKey",
                AttributeValue.fromS(shard.hashKeyRange().startingHashKey()),
                "endingHashKey",
                AttributeValue.fromS(shard.hashKeyRange().endingHashKey()));
    }

    private String checkpoint() {
        StartingPosition from = reader.from();
        if (from instanceof StartingPosition.AtTimestamp) {
            return "AT_TIMESTAMP";
        }
        return from instanceof StartingPosition.Latest ? "LATEST" : "TRIM_HORIZON";
    }

    private void awaitIndex(DynamoDbAsyncClient dynamoDb, String table) {
        for (int poll = 0; poll < POLLS; poll++) {
            boolean active =
                    dynamoDb.describeTable(r -> r.tableName(table)).join().table().globalSecondaryIndexes().stream()
                            .anyMatch(index -> index.indexStatus() == IndexStatus.ACTIVE);
            if (active) {
                return;
            }
            CompletableFuture<Void> pause = new CompletableFuture<>();
            time.schedule(POLL, () -> pause.complete(null));
            pause.join();
        }
    }
}
