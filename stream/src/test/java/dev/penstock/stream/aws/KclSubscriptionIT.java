package dev.penstock.stream.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.WorkSignal;
import dev.penstock.store.StoreFactory;
import dev.penstock.store.StoreSettings;
import dev.penstock.store.Tables;
import dev.penstock.stream.AwsStreamSettings;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamRecord;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.StreamSubscription;
import dev.penstock.stream.Streams;
import dev.penstock.stream.local.Resharding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The consumer through the Kinesis Client Library, without its schema-registry dependency: leases in DynamoDB Local,
 * records from our own Kinesis over HTTP/2.
 */
class KclSubscriptionIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Path DYNAMODB_LOCAL = Path.of("..", "store", "dynamodb-local", "target", "dynamodb-local");

    private static Served service;
    private static Tables tables;
    private static Streams streams;
    private static ExecutorService threads;

    private final ConcurrentLinkedQueue<String> read = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() {
        service = new Served(StreamSettings.defaults());
        tables = StoreFactory.local(new StoreSettings(DYNAMODB_LOCAL), service.time);
        tables.start();
        streams = StreamFactory.aws(
                new AwsStreamSettings(service.uri(), tables.endpoint(), "us-east-1", "it"), service.time);
        streams.start();
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
        streams.close();
        tables.close();
        service.close();
    }

    private static void create(String stream, int shards) {
        streams.create(new StreamSpec(stream, shards, StreamSpec.DEFAULT_RETENTION));
    }

    private static void put(String stream, int from, int to) {
        for (int i = from; i < to; i++) {
            service.local.streams().put(stream, "key-" + i, Bytes.utf8(Integer.toString(i)));
        }
    }

    private static List<String> numbers(int from, int to) {
        List<String> numbers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            numbers.add(Integer.toString(i));
        }
        return numbers;
    }

    private StreamSubscription subscribe(String stream, StartingPosition from) {
        return streams.subscribe(stream, "reader", from, this::readOnItsOwnThread);
    }

    private void readOnItsOwnThread(ShardReader reader) {
        WorkSignal signal = new WorkSignal(service.time.inFlight().gauge("reader"));
        reader.onAvailable(signal::wake);
        threads.submit(() -> {
            while (signal.await()) {
                List<StreamRecord> records = reader.poll(100, 1024 * 1024);
                while (!records.isEmpty()) {
                    records.forEach(record -> read.add(record.data().utf8()));
                    reader.checkpoint(records.get(records.size() - 1).sequenceNumber());
                    records = reader.poll(100, 1024 * 1024);
                }
                if (reader.atEnd()) {
                    reader.finish();
                }
            }
            return null;
        });
    }

    private void awaitRead(List<String> expected) {
        Awaitility.await("records through the client library")
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(read).hasSize(expected.size()));
        assertThat(read).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyRecordIsReadOnceAndTheNextStartGoesOnBehindTheCheckpoint() {
        create("all", 2);
        put("all", 0, 50);

        StreamSubscription first = subscribe("all", new StartingPosition.TrimHorizon());
        awaitRead(numbers(0, 50));
        put("all", 50, 60);
        awaitRead(numbers(0, 60));
        first.close();
        put("all", 60, 70);
        StreamSubscription second = subscribe("all", new StartingPosition.TrimHorizon());
        awaitRead(numbers(0, 70));
        second.close();
    }

    @Test
    void consumerFromLatestSkipsWhatWasThere() {
        create("late", 1);
        put("late", 0, 10);

        try (StreamSubscription subscription = subscribe("late", new StartingPosition.Latest())) {
            assertThat(subscription).isNotNull();
            Awaitility.await("first new record")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        put("late", 10, 11);
                        return !read.isEmpty();
                    });
        }

        assertThat(read).containsOnly("10");
    }

    @Test
    void childrenAreReadAfterTheirParent() {
        create("split", 1);
        put("split", 0, 20);

        try (StreamSubscription subscription = subscribe("split", new StartingPosition.TrimHorizon())) {
            assertThat(subscription).isNotNull();
            awaitRead(numbers(0, 20));
            Resharding.split(service.local.streams(), "split");
            put("split", 20, 40);
            awaitRead(numbers(0, 40));
        }

        assertThat(List.copyOf(read).subList(0, 20)).containsExactlyElementsOf(numbers(0, 20));
    }
}
