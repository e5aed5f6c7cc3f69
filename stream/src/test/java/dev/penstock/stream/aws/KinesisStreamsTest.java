package dev.penstock.stream.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.AwsStreamSettings;
import dev.penstock.stream.PutEntry;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamRecord;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.StreamSubscription;
import dev.penstock.stream.StreamSummary;
import dev.penstock.stream.Streams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The AWS implementation of the port with our own Kinesis as the service. */
class KinesisStreamsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static Served service;
    private static Streams streams;

    @BeforeAll
    static void start() {
        service = new Served(
                new StreamSettings(1024 * 1024, 64 * 1024 * 1024).withWhenFull(StreamSettings.WhenFull.DROP_CONSUMED));
        streams = StreamFactory.aws(
                new AwsStreamSettings(service.uri(), service.uri(), "us-east-1", "test"), service.time);
        streams.start();
    }

    @AfterAll
    static void stop() {
        streams.close();
        service.close();
    }

    private static void create(String name, int shards) {
        streams.create(new StreamSpec(name, shards, StreamSpec.DEFAULT_RETENTION));
    }

    private static List<StreamRecord> stored(String stream) {
        List<ShardReader> readers = new ArrayList<>();
        StreamSubscription subscription =
                service.local.streams().subscribe(stream, "check", new StartingPosition.TrimHorizon(), readers::add);
        List<StreamRecord> records = readers.stream()
                .flatMap(reader -> reader.poll(100_000, Long.MAX_VALUE).stream())
                .toList();
        subscription.close();
        return records;
    }

    @Test
    void createdStreamIsActiveAndDescribed() {
        streams.create(new StreamSpec("long", 2, Duration.ofDays(3)));

        assertThat(streams.describe("long"))
                .isEqualTo(new StreamSummary(
                        "long", "arn:aws:kinesis:us-east-1:000000000000:stream/long", 2, Duration.ofDays(3), 0, 0));
        assertThat(streams.names()).contains("long").isSorted();
    }

    @Test
    void sameStreamMayBeCreatedAgainButNotWithAnotherShape() {
        create("twice", 2);

        create("twice", 2);
        assertThatThrownBy(() -> create("twice", 3))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo("ResourceInUseException"));
    }

    @Test
    void moreNamesThanOnePageAreAllListed() {
        for (int i = 0; i < 101; i++) {
            service.local.streams().create(new StreamSpec("page-" + i, 1, StreamSpec.DEFAULT_RETENTION));
        }

        assertThat(streams.names().stream().filter(name -> name.startsWith("page-")))
                .hasSize(101);
    }

    @Test
    void putStoresTheRecordWithItsKey() {
        create("puts", 1);

        PutResult result = streams.put("puts", "device-1", Bytes.utf8("hello"))
                .toCompletableFuture()
                .join();

        StreamRecord record = stored("puts").get(0);
        assertThat(result).isEqualTo(new PutResult("shardId-000000000000", record.sequenceNumber()));
        assertThat(record.partitionKey()).isEqualTo("device-1");
        assertThat(record.data()).isEqualTo(Bytes.utf8("hello"));
    }

    @Test
    void morePutsThanFitTheWindowAllArrive() {
        create("many", 2);
        List<CompletableFuture<PutResult>> puts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            puts.add(streams.put("many", "key-" + i, Bytes.utf8("x")).toCompletableFuture());
        }

        assertThat(CompletableFuture.allOf(puts.toArray(CompletableFuture[]::new)))
                .succeedsWithin(LIMIT);
        assertThat(stored("many")).hasSize(500);
    }

    @Test
    void whatAFullShardDoesNotTakeOfABatchComesBack() {
        create("batch", 1);
        PutEntry large = new PutEntry("k", Bytes.wrap(new byte[600_000]));
        PutEntry small = new PutEntry("k", Bytes.utf8("s"));

        List<PutEntry> rest = streams.putAll("batch", List.of(small, large, large))
                .toCompletableFuture()
                .join();

        assertThat(rest).containsExactly(large);
        assertThat(stored("batch")).hasSize(2);
        assertThat(streams.putAll("batch", List.of(large, large)))
                .failsWithin(LIMIT)
                .withThrowableThat()
                .havingCause()
                .satisfies(cause ->
                        assertThat(((AwsException) cause).code()).isEqualTo("ProvisionedThroughputExceededException"));
    }

    @Test
    void throttledPutStaysOpenUntilThereIsRoom() {
        create("full", 1);
        Bytes large = Bytes.wrap(new byte[600_000]);
        streams.put("full", "k", large).toCompletableFuture().join();

        CompletableFuture<PutResult> throttled = streams.put("full", "k", large).toCompletableFuture();
        assertThat(throttled).isNotDone();
        service.local.streams().subscribe("full", "consumer", new StartingPosition.TrimHorizon(), reader -> {
            List<StreamRecord> records = reader.poll(1, 1);
            reader.checkpoint(records.get(0).sequenceNumber());
        });

        assertThat(throttled).succeedsWithin(LIMIT);
    }

    @Test
    void errorsKeepTheServicesCodeAndText() {
        assertThatThrownBy(() -> streams.describe("nothing"))
                .isInstanceOfSatisfying(AwsException.class, e -> {
                    assertThat(e.code()).isEqualTo("ResourceNotFoundException");
                    assertThat(e.httpStatus()).isEqualTo(400);
                })
                .hasMessage("Stream nothing under account 000000000000 not found.");
        assertThatThrownBy(() -> streams.put("nothing", "k", Bytes.utf8("x"))
                        .toCompletableFuture()
                        .join())
                .hasCauseInstanceOf(AwsException.class);
    }
}
