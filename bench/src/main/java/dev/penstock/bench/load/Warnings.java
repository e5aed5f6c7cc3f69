package dev.penstock.bench.load;

import java.net.URI;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The table at the end of the pipeline, through the AWS SDK as the handler uses it. */
final class Warnings implements AutoCloseable {
    private static final String TABLE = "warning_events";
    private static final long POLL_NANOS = 500_000;

    private final DynamoDbClient dynamoDb;

    Warnings(URI endpoint) {
        dynamoDb = DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }

    /** Waits until the item of a device can be read; returns when by {@link System#nanoTime}. */
    long awaitItem(String deviceId, long limitNanos) {
        long end = System.nanoTime() + limitNanos;
        while (!has(deviceId)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "no item of device %s after %d s".formatted(deviceId, limitNanos / 1_000_000_000));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return System.nanoTime();
    }

    /** The keys of all items, by a full scan. */
    Set<String> devices() {
        Set<String> devices = new HashSet<>();
        dynamoDb.scanPaginator(scan ->
                        scan.tableName(TABLE).projectionExpression("deviceId").consistentRead(true))
                .items()
                .forEach(item -> devices.add(item.get("deviceId").s()));
        return devices;
    }

    /** Writes one item of the size that the pipeline writes. */
    void put(String deviceId) {
        dynamoDb.putItem(put -> put.tableName(TABLE)
                .item(Map.of(
                        "deviceId", AttributeValue.fromS(deviceId),
                        "temperature", AttributeValue.fromN("71.5"),
                        "humidity", AttributeValue.fromN("40"),
                        "status", AttributeValue.fromS("hot"),
                        "sequence", AttributeValue.fromN("1"),
                        "eventTime", AttributeValue.fromN("1767225600000"))));
    }

    @Override
    public void close() {
        dynamoDb.close();
    }

    private boolean has(String deviceId) {
        return dynamoDb.getItem(get -> get.tableName(TABLE)
                        .key(Map.of("deviceId", AttributeValue.fromS(deviceId)))
                        .projectionExpression("deviceId")
                        .consistentRead(true))
                .hasItem();
    }
}
