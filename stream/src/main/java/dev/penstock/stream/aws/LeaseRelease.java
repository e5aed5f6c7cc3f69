package dev.penstock.stream.aws;

import java.util.Map;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.kinesis.leases.Lease;
import software.amazon.kinesis.leases.LeaseRefresher;
import software.amazon.kinesis.leases.exceptions.LeasingException;

/**
 * Gives leases back when a consumer ends. The library lets them run out after 10 s, and goes on taking the worker for
 * alive by its metrics entry, so that a new consumer may even see them assigned to the dead one (observed with 3.5.1).
 */
final class LeaseRelease {
    private static final Logger log = LoggerFactory.getLogger(LeaseRelease.class);

    private final LeaseRefresher leases;
    private final DynamoDbAsyncClient dynamoDb;
    private final String table;

    LeaseRelease(LeaseRefresher leases, DynamoDbAsyncClient dynamoDb, String table) {
        this.leases = leases;
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /** Makes the leases of a worker free and removes its metrics entry, whose key is the worker's name. */
    void of(String worker) {
        try {
            dynamoDb.deleteItem(r -> r.tableName(table).key(Map.of("leaseKey", AttributeValue.fromS(worker))))
                    .join();
            for (Lease lease : leases.listLeases()) {
                if (worker.equals(lease.leaseOwner())) {
                    leases.evictLease(lease);
                }
            }
        } catch (LeasingException | CompletionException failure) {
            log.info("leases in table {} were not given back; they run out by themselves", table, failure);
        }
    }
}
