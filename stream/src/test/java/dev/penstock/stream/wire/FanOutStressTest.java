package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.local.Resharding;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Subscriptions that break off and continue again and again, while shards split and merge under many writers. */
class FanOutStressTest {
    private static final int WRITERS = 4;
    private static final int RECORDS = 1_000;
    private static final int KEYS = 20;

    private final FanOut fanOut = new FanOut();
    private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    private final Map<String, Subscriber> active = new HashMap<>();
    private final Map<String, String> positions = new HashMap<>();
    private final Set<String> finished = new HashSet<>();
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void stop() {
        writers.shutdownNow();
    }

    @Test
    void everyRecordIsSeenOnceAndInOrder() {
        List<CompletableFuture<Void>> writing = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int number = writer;
            writing.add(CompletableFuture.runAsync(() -> write(number), writers));
        }
        subscribe(FanOut.SHARD);

        await("all records").atMost(Duration.ofMinutes(2)).until(() -> {
            List.copyOf(active.keySet()).forEach(this::breakOff);
            return seen.size() >= WRITERS * RECORDS;
        });

        assertThat(writing).allSatisfy(task -> assertThat(task).succeedsWithin(Duration.ofSeconds(30)));
        assertThat(seen).hasSize(WRITERS * RECORDS).doesNotHaveDuplicates();
        assertThat(finished).hasSize(4);
        Map<String, Integer> last = new HashMap<>();
        for (String data : seen) {
            String[] parts = data.split(" ");
            int number = Integer.parseInt(parts[2]);
            assertThat(number).as(data).isGreaterThan(last.getOrDefault(parts[0] + parts[1], -1));
            last.put(parts[0] + parts[1], number);
        }
    }

    /** A record says its writer, its key and its number. */
    private void write(int writer) {
        for (int i = 0; i < RECORDS; i++) {
            if (writer == 0 && i % (RECORDS / 4) == RECORDS / 8) {
                reshard(i / (RECORDS / 4));
            }
            String key = "k" + i % KEYS;
            fanOut.local
                    .streams()
                    .put("events", key, Bytes.utf8("w%d %s %d".formatted(writer, key, i)))
                    .toCompletableFuture()
                    .join();
        }
    }

    private void reshard(int step) {
        if (step == 0) {
            Resharding.split(fanOut.local.streams(), "events");
        } else if (step == 1) {
            change("SplitShard", "'ShardToSplit':'1','NewStartingHashKey':'%d'".formatted(BigInteger.TWO.pow(126)));
        } else if (step == 2) {
            change("MergeShards", "'ShardToMerge':'4','AdjacentShardToMerge':'2'");
        }
    }

    private void change(String operation, String members) {
        assertThat(fanOut.api
                        .call(operation, "{'StreamName':'events',%s}".formatted(members))
                        .summary())
                .doesNotContain("Exception");
    }

    private void subscribe(String shard) {
        String from = positions.get(shard);
        String position = from == null
                ? "'Type':'TRIM_HORIZON'"
                : "'Type':'AFTER_SEQUENCE_NUMBER','SequenceNumber':'%s'".formatted(from);
        active.put(shard, new Subscriber(fanOut.subscribe(fanOut.consumerArn, shard, position)));
    }

    /** Ends a subscription wherever it is, and goes on where it said, in the shard or in its children. */
    private void breakOff(String shard) {
        Subscriber subscriber = Objects.requireNonNull(active.remove(shard));
        subscriber.close();
        seen.addAll(subscriber.data());
        Subscriber.Event last = subscriber.last();
        if (last.body().has("ContinuationSequenceNumber")) {
            positions.put(shard, last.continuation());
        }
        if (!last.body().has("ChildShards")) {
            subscribe(shard);
            return;
        }
        finished.add(shard);
        last.body().path("ChildShards").forEach(child -> {
            List<String> parents = new ArrayList<>();
            child.path("ParentShards").forEach(parent -> parents.add(parent.asText()));
            if (finished.containsAll(parents)) {
                subscribe(child.path("ShardId").asText());
            }
        });
    }
}
