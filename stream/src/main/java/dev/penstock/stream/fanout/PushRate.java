package dev.penstock.stream.fanout;

import dev.penstock.platform.time.Time;
import dev.penstock.stream.StreamRecord;
import dev.penstock.stream.limit.RateBucket;
import dev.penstock.stream.limit.Throughput;
import java.time.Duration;
import java.util.List;

/**
 * The bytes of one shard that one consumer is pushed in a second, whichever of its subscriptions gets them. Guarded by
 * {@code lock}.
 */
final class PushRate {
    private final Object lock = new Object();
    private final RateBucket bytes = Throughput.ofConsumer();
    private final Time time;

    PushRate(Time time) {
        this.time = time;
    }

    /** How long to wait before anything may be pushed; zero when it may be now. */
    Duration pause() {
        synchronized (lock) {
            return Duration.ofMillis(bytes.millisUntilOpen(time.millis()));
        }
    }

    /** After the pause: what was pushed. What is too much is paid back before anything else passes. */
    void pushed(List<StreamRecord> records) {
        long length =
                records.stream().mapToLong(record -> record.data().length()).sum();
        synchronized (lock) {
            bytes.take(length, time.millis());
        }
    }
}
