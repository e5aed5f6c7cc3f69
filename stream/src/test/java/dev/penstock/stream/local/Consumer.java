package dev.penstock.stream.local;

import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamRecord;
import dev.penstock.stream.StreamSubscription;
import dev.penstock.stream.Streams;
import java.util.ArrayList;
import java.util.List;

/** A consumer that reads on the test's thread. */
final class Consumer {
    final List<ShardReader> readers = new ArrayList<>();
    final StreamSubscription subscription;

    Consumer(Streams streams, String stream, String name, StartingPosition from) {
        subscription = streams.subscribe(stream, name, from, readers::add);
    }

    static Consumer fromTrimHorizon(Streams streams, String stream) {
        return new Consumer(streams, stream, "test", new StartingPosition.TrimHorizon());
    }

    /** The data of everything new in the shards that are open, shard by shard. */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (ShardReader reader : List.copyOf(readers)) {
            reader.poll(10_000, Long.MAX_VALUE)
                    .forEach(record -> texts.add(record.data().utf8()));
        }
        return texts;
    }

    /** Reads one shard to its tip and checkpoints what it gave. */
    void pollAndCheckpoint(int shard, int maxRecords) {
        ShardReader reader = readers.get(shard);
        List<StreamRecord> records = reader.poll(maxRecords, Long.MAX_VALUE);
        reader.checkpoint(records.get(records.size() - 1).sequenceNumber());
    }
}
