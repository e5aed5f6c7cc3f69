package dev.penstock.stream.local;

import dev.penstock.platform.time.Time;
import dev.penstock.platform.time.WorkSignal;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.StreamRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Reads all of a stream with iterators on a thread of its own, parents before children, woken by the shards. */
final class Walk {
    private static final int MOST_RECORDS = 60;

    final List<ShardHistory.Event> read = new ArrayList<>();
    private final Map<Shard, Long> positions = new HashMap<>();
    private final Map<Shard, Boolean> ended = new HashMap<>();
    private final Map<String, Integer> nextOfKey = new HashMap<>();
    private final StreamState stream;
    private final WorkSignal signal;
    private final Random random;
    private volatile boolean writersDone;

    Walk(StreamState stream, Time time, int seed) {
        this.stream = stream;
        this.signal = new WorkSignal(time.inFlight().gauge("walk"));
        this.random = new Random(seed);
    }

    void writersDone() {
        writersDone = true;
        signal.wake();
    }

    Void run() throws InterruptedException {
        signal.wake();
        boolean last = false;
        while (!last && signal.await()) {
            last = writersDone; // before reading: what was put before is seen then
            while (pass()) {
                Thread.onSpinWait();
            }
        }
        return null;
    }

    /** Reads a page of every shard whose parents are read; false when there was nothing new. */
    private boolean pass() {
        boolean any = false;
        for (Shard shard : stream.shards()) {
            if (!ended.containsKey(shard) && ended.keySet().containsAll(shard.parents())) {
                any |= page(shard);
            }
        }
        return any;
    }

    private boolean page(Shard shard) {
        boolean opened = !positions.containsKey(shard);
        if (opened) {
            shard.addReader(signal::wake);
            positions.put(shard, shard.trimHorizon());
        }
        long position = positions.getOrDefault(shard, 0L);
        ShardSlice slice = stream.read(shard, position, 1 + random.nextInt(MOST_RECORDS), random.nextInt(2_000));
        slice.records().forEach(record -> take(shard, record));
        positions.put(shard, slice.next());
        if (slice.atEnd()) {
            ended.put(shard, true);
        }
        return opened || slice.atEnd() || !slice.records().isEmpty();
    }

    /** Records of one key are numbered by their writer: in whatever shards they are, they come in that order. */
    private void take(Shard shard, StreamRecord record) {
        String text = record.data().utf8();
        read.add(new ShardHistory.Event(new PutResult(shard.id(), record.sequenceNumber()), text));
        int number = Integer.parseInt(text.substring(text.indexOf('#') + 1));
        int expected = nextOfKey.merge(record.partitionKey(), 1, Integer::sum) - 1;
        if (number != expected || !text.startsWith(record.partitionKey() + "#")) {
            throw new AssertionError("key %s: expected number %d, read %s; %s"
                    .formatted(
                            record.partitionKey(),
                            expected,
                            text,
                            new ShardHistory(List.of()).print(shard.id(), readOf(shard))));
        }
    }

    private List<ShardHistory.Event> readOf(Shard shard) {
        return read.stream()
                .filter(event -> event.place().shardId().equals(shard.id()))
                .toList();
    }
}
