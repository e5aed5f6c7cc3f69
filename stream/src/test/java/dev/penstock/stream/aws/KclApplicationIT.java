package dev.penstock.stream.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.metrics.Metric;
import dev.penstock.stream.aws.KclWorker.Application;
import dev.penstock.stream.aws.KclWorker.Retrieval;
import dev.penstock.stream.clients.CallRecord;
import dev.penstock.stream.clients.Emulator;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/**
 * Applications of the Kinesis Client Library as it is published, with leases in DynamoDB Local and metrics in our
 * CloudWatch, all through one port. They run side by side, for the library spends most of the time in its own waits.
 */
@Execution(ExecutionMode.CONCURRENT)
class KclApplicationIT {
    /** A minute is enough on an idle machine. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** The library's own: a worker that a busy machine holds up for a while keeps its shards. */
    private static final Duration LEASE = Duration.ofSeconds(10);

    /** Where a worker is left for dead. */
    private static final Duration SHORT_LEASE = Duration.ofSeconds(2);

    private static final int KEYS = 10;
    private static final CallRecord CALLS = new CallRecord("KclApplicationIT");

    private static Emulator emulator;
    private static KinesisClient kinesis;
    private static DynamoDbClient leases;
    private static Application plain;
    private static KclWorker plainWorker;

    @BeforeAll
    static void start() {
        emulator = Emulator.startWithTables();
        kinesis = KinesisClient.builder()
                .endpointOverride(emulator.uri())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        leases = DynamoDbClient.builder()
                .endpointOverride(emulator.uri())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        plain = new Application(emulator, "plain", "plain", Retrieval.POLLING, LEASE, false, new Ledger(), CALLS);
        create("plain", 2);
        put("plain", 0, 50);
        plainWorker = plain.start("only");
    }

    @AfterAll
    static void stop() throws IOException {
        plainWorker.close();
        kinesis.close();
        leases.close();
        emulator.close();
        CALLS.check();
    }

    private static Application application(Retrieval retrieval, String scenario, Duration lease) {
        String name = scenario + "-" + retrieval;
        return new Application(emulator, name, name, retrieval, lease, true, new Ledger(), CALLS);
    }

    private static void create(String stream, int shards) {
        kinesis.createStream(r -> r.streamName(stream).shardCount(shards));
        awaitActive(stream);
    }

    private static void awaitActive(String stream) {
        await(
                stream + " ACTIVE",
                () -> assertThat(kinesis.describeStreamSummary(r -> r.streamName(stream))
                                .streamDescriptionSummary()
                                .streamStatus())
                        .isEqualTo(StreamStatus.ACTIVE));
    }

    private static void await(String what, ThrowingRunnable assertion) {
        Awaitility.await(what).atMost(LIMIT).untilAsserted(assertion);
    }

    private static void put(String stream, int from, int to) {
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (int number = from; number < to; number++) {
            String key = "key" + number % KEYS;
            entries.add(PutRecordsRequestEntry.builder()
                    .partitionKey(key)
                    .data(SdkBytes.fromUtf8String(key + ":" + number))
                    .build());
        }
        assertThat(kinesis.putRecords(r -> r.streamName(stream).records(entries))
                        .failedRecordCount())
                .isZero();
    }

    private static Set<String> records(int from, int to) {
        Set<String> records = new TreeSet<>();
        for (int number = from; number < to; number++) {
            records.add("key" + number % KEYS + ":" + number);
        }
        return records;
    }

    private static void awaitRead(Ledger ledger, int to) {
        await("all records", () -> assertThat(ledger.distinct()).containsExactlyElementsOf(records(0, to)));
    }

    private static List<Shard> shards(String stream) {
        return kinesis.listShards(r -> r.streamName(stream)).shards();
    }

    private static List<Shard> open(String stream) {
        return shards(stream).stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void restartGoesOnBehindTheCheckpoints(Retrieval retrieval) {
        Application application = application(retrieval, "restart", LEASE);
        create(application.stream(), 2);
        put(application.stream(), 0, 100);

        try (KclWorker first = application.start("first")) {
            assertThat(first).isNotNull();
            awaitRead(application.ledger(), 100);
        }
        put(application.stream(), 100, 150);
        try (KclWorker second = application.start("second")) {
            assertThat(second).isNotNull();
            awaitRead(application.ledger(), 150);
        }

        assertThat(application.ledger().all()).doesNotHaveDuplicates();
        assertThat(application.ledger().numbers().values())
                .allSatisfy(numbers -> assertThat(numbers).isSorted());
    }

    @ParameterizedTest
    @EnumSource
    void survivorTakesOverTheShardsOfAWorkerThatDied(Retrieval retrieval) {
        Application application = application(retrieval, "takeover", SHORT_LEASE);
        Ledger ledger = application.ledger();
        create(application.stream(), 4);
        put(application.stream(), 0, 100);

        try (KclWorker first = application.start("first");
                KclWorker second = application.start("second")) {
            await("both workers have shards", () -> {
                assertThat(ledger.shardsOf("first")).hasSize(2);
                assertThat(ledger.shardsOf("second")).hasSize(2);
            });
            awaitRead(ledger, 100);
            boolean firstLeads = leader(application).equals("first");
            String survivor = firstLeads ? "first" : "second";
            (firstLeads ? second : first).cutOff();
            put(application.stream(), 100, 200);
            awaitRead(ledger, 200);

            await(
                    "the survivor has all shards",
                    () -> assertThat(ledger.shardsOf(survivor)).hasSize(4));
        }

        assertThat(ledger.numbers().values())
                .allSatisfy(numbers -> assertThat(numbers).isSorted());
    }

    /** The worker that hands out shards; when that one dies, the library's own lock holds the others up for two minutes. */
    private static String leader(Application application) {
        Map<String, AttributeValue> key = Map.of("leaseKey", AttributeValue.fromS("Leader"));
        AttributeValue owner = leases.getItem(
                        r -> r.tableName(application.name()).key(key))
                .item()
                .get("ownerName");
        return owner == null ? "" : owner.s();
    }

    @ParameterizedTest
    @EnumSource
    void reshardingWhileRunningLosesNothingAndReadsParentsFirst(Retrieval retrieval) {
        Application application = application(retrieval, "reshard", LEASE);
        String stream = application.stream();
        create(stream, 1);
        put(stream, 0, 50);

        try (KclWorker worker = application.start("only")) {
            assertThat(worker).isNotNull();
            awaitRead(application.ledger(), 50);
            split(stream);
            put(stream, 50, 100);
            split(stream);
            put(stream, 100, 150);
            merge(stream);
            put(stream, 150, 200);
            kinesis.updateShardCount(
                    r -> r.streamName(stream).targetShardCount(4).scalingType(ScalingType.UNIFORM_SCALING));
            awaitActive(stream);
            put(stream, 200, 300);
            awaitRead(application.ledger(), 300);
        }

        assertThat(application.ledger().all()).doesNotHaveDuplicates();
        assertThat(application.ledger().numbers().values())
                .allSatisfy(numbers -> assertThat(numbers).isSorted());
        assertThat(open(stream)).hasSize(4);
        assertThat(shards(stream)).allSatisfy(shard -> assertParentsFirst(application.ledger(), shard));
    }

    private static void assertParentsFirst(Ledger ledger, Shard shard) {
        if (ledger.shards().contains(shard.shardId())) {
            Set<String> parents = new HashSet<>();
            parents.add(shard.parentShardId());
            parents.add(shard.adjacentParentShardId());
            parents.remove(null);
            assertThat(ledger.endedBefore(shard.shardId())).containsAll(parents);
        }
    }

    /** Its first open shard, in the middle. */
    private static void split(String stream) {
        Shard shard = open(stream).get(0);
        BigInteger from = new BigInteger(shard.hashKeyRange().startingHashKey());
        BigInteger to = new BigInteger(shard.hashKeyRange().endingHashKey());
        kinesis.splitShard(r -> r.streamName(stream)
                .shardToSplit(shard.shardId())
                .newStartingHashKey(from.add(to).shiftRight(1).toString()));
        awaitActive(stream);
    }

    /** Its two lowest open shards. */
    private static void merge(String stream) {
        List<Shard> shards = open(stream).stream()
                .sorted(Comparator.comparing(
                        shard -> new BigInteger(shard.hashKeyRange().startingHashKey())))
                .toList();
        kinesis.mergeShards(r -> r.streamName(stream)
                .shardToMerge(shards.get(0).shardId())
                .adjacentShardToMerge(shards.get(1).shardId()));
        awaitActive(stream);
    }

    @Test
    void applicationThatKnowsNothingOfUsReadsAndSendsItsMetrics() {
        awaitRead(plain.ledger(), 50);

        await(
                "metrics in our CloudWatch",
                () -> assertThat(emulator.metrics().metrics())
                        .filteredOn(metric -> metric.namespace().equals("plain"))
                        .extracting(Metric::name)
                        .contains("RecordsProcessed", "MillisBehindLatest"));
        await(
                "all records are counted",
                () -> assertThat(emulator.metrics().metrics().stream()
                                .filter(metric -> metric.namespace().equals("plain")
                                        && metric.name().equals("RecordsProcessed"))
                                .mapToDouble(metric -> emulator.metrics()
                                        .total(metric)
                                        .orElseThrow()
                                        .sum())
                                .sum())
                        .isEqualTo(50));
    }
}
