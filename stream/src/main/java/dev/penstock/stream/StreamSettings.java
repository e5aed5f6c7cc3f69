package dev.penstock.stream;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How local streams behave. Immutable; {@link #defaults} and the {@code with} methods make one.
 *
 * @param memory how much memory streams may take
 * @param throttling whether the rates of AWS are enforced: per shard, per consumer and per call
 * @param transition how long a stream or consumer is CREATING, UPDATING or DELETING; zero makes changes at once. Streams
 *     that are created in this JVM ({@link Streams#create}) are ACTIVE at once whatever it is.
 * @param shardLimit most open shards of one account and region
 * @param fanOut how SubscribeToShard behaves
 * @param iteratorLifetime how long a shard iterator is valid; AWS: 5 minutes
 * @param initialize streams that are there from the start
 * @param faults errors and delays on purpose that are in force from the start
 * @param persistence where streams are kept across restarts; null when they end with the process
 */
public record StreamSettings(
        Memory memory,
        boolean throttling,
        Duration transition,
        int shardLimit,
        FanOut fanOut,
        Duration iteratorLifetime,
        List<StreamSpec> initialize,
        List<StreamFaults.Fault> faults,
        @Nullable StreamPersistence persistence) {
    private static final int SHARD_LIMIT = 10_000;
    private static final int HIGHEST_SHARD_LIMIT = 1_000_000;
    private static final Duration ITERATOR_LIFETIME = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofHours(1);

    public StreamSettings {
        check("transition", transition, Duration.ZERO);
        check("iteratorLifetime", iteratorLifetime, Duration.ofMillis(1));
        if (shardLimit < 1 || shardLimit > HIGHEST_SHARD_LIMIT) {
            throw new IllegalArgumentException(
                    "shardLimit must be 1 to %d, was %d".formatted(HIGHEST_SHARD_LIMIT, shardLimit));
        }
        initialize = List.copyOf(initialize);
        faults = List.copyOf(faults);
    }

    /** The usual settings with other byte budgets. */
    public StreamSettings(long maxBytesPerStream, long maxBytesTotal) {
        this(
                new Memory(maxBytesPerStream, maxBytesTotal, WhenFull.KEEP),
                false,
                Duration.ZERO,
                SHARD_LIMIT,
                FanOut.DEFAULT,
                ITERATOR_LIFETIME,
                List.of(),
                List.of(),
                null);
    }

    /**
     * Records leave by age only, no throttling and no faults, changes at once, 10,000 shards, times as on AWS. Memory: 256 MiB per stream but at
     * most a quarter of the heap; 1 GiB in total but at most half of the heap.
     */
    public static StreamSettings defaults() {
        Memory memory = Memory.ofHeap(Runtime.getRuntime().maxMemory());
        return new StreamSettings(memory.maxBytesPerStream(), memory.maxBytesTotal());
    }

    /**
     * How much memory streams may take. What counts per record is data, partition key and a fixed allowance for the
     * objects around them.
     *
     * @param maxBytesPerStream most bytes one stream holds
     * @param maxBytesTotal most bytes all streams of the pipeline hold together
     * @param whenFull what happens to puts beyond that
     */
    public record Memory(long maxBytesPerStream, long maxBytesTotal, WhenFull whenFull) {
        private static final long MIB = 1024L * 1024;
        private static final long STREAM_MIB = 256;
        private static final long TOTAL_MIB = 1024;

        public Memory {
            if (maxBytesPerStream < 1 || maxBytesTotal < 1) {
                throw new IllegalArgumentException("byte budgets must be 1 or more, were %d per stream and %d in total"
                        .formatted(maxBytesPerStream, maxBytesTotal));
            }
        }

        private static Memory ofHeap(long heap) {
            return new Memory(Math.min(STREAM_MIB * MIB, heap / 4), Math.min(TOTAL_MIB * MIB, heap / 2), WhenFull.KEEP);
        }
    }

    /**
     * What a full stream does with records that are younger than its retention. In both cases a put from inside the JVM
     * waits when there is no room, and one over HTTP gets ProvisionedThroughputExceededException.
     */
    public enum WhenFull {
        /** Keeps them, as AWS does. */
        KEEP,
        /** Drops the oldest that all consumers inside the JVM have dealt with. */
        DROP_CONSUMED
    }

    /**
     * How SubscribeToShard behaves.
     *
     * @param strict whether AWS's rules for a second subscription hold: refused within 5 seconds, one call per second;
     *     otherwise the newer one takes over at once
     * @param lifetime after which the service ends a subscription; AWS: 5 minutes
     * @param heartbeat longest time without an event; the SDK for Java gives up after 10 seconds
     */
    public record FanOut(boolean strict, Duration lifetime, Duration heartbeat) {
        /** Not strict, 5 minutes, every 3 seconds. */
        public static final FanOut DEFAULT = new FanOut(false, Duration.ofMinutes(5), Duration.ofSeconds(3));

        public FanOut {
            check("subscriptionLifetime", lifetime, Duration.ofMillis(1));
            check("heartbeat", heartbeat, Duration.ofMillis(1));
        }

        public FanOut withStrict(boolean other) {
            return new FanOut(other, lifetime, heartbeat);
        }

        public FanOut withLifetime(Duration other) {
            return new FanOut(strict, other, heartbeat);
        }

        public FanOut withHeartbeat(Duration other) {
            return new FanOut(strict, lifetime, other);
        }
    }

    public StreamSettings withMemory(Memory other) {
        return new StreamSettings(
                other, throttling, transition, shardLimit, fanOut, iteratorLifetime, initialize, faults, persistence);
    }

    /** Another budget per stream; the total grows with it where it must. */
    public StreamSettings withMaxBytesPerStream(long bytes) {
        return withMemory(new Memory(bytes, Math.max(bytes, memory.maxBytesTotal()), memory.whenFull()));
    }

    public StreamSettings withMaxBytesTotal(long bytes) {
        return withMemory(new Memory(memory.maxBytesPerStream(), bytes, memory.whenFull()));
    }

    public StreamSettings withWhenFull(WhenFull other) {
        return withMemory(new Memory(memory.maxBytesPerStream(), memory.maxBytesTotal(), other));
    }

    public StreamSettings withThrottling(boolean other) {
        return new StreamSettings(
                memory, other, transition, shardLimit, fanOut, iteratorLifetime, initialize, faults, persistence);
    }

    public StreamSettings withTransition(Duration other) {
        return new StreamSettings(
                memory, throttling, other, shardLimit, fanOut, iteratorLifetime, initialize, faults, persistence);
    }

    public StreamSettings withShardLimit(int other) {
        return new StreamSettings(
                memory, throttling, transition, other, fanOut, iteratorLifetime, initialize, faults, persistence);
    }

    public StreamSettings withFanOut(FanOut other) {
        return new StreamSettings(
                memory, throttling, transition, shardLimit, other, iteratorLifetime, initialize, faults, persistence);
    }

    public StreamSettings withIteratorLifetime(Duration other) {
        return new StreamSettings(
                memory, throttling, transition, shardLimit, fanOut, other, initialize, faults, persistence);
    }

    public StreamSettings withInitialize(List<StreamSpec> other) {
        return new StreamSettings(
                memory, throttling, transition, shardLimit, fanOut, iteratorLifetime, other, faults, persistence);
    }

    public StreamSettings withFaults(List<StreamFaults.Fault> other) {
        return new StreamSettings(
                memory, throttling, transition, shardLimit, fanOut, iteratorLifetime, initialize, other, persistence);
    }

    public StreamSettings withPersistence(@Nullable StreamPersistence other) {
        return new StreamSettings(
                memory, throttling, transition, shardLimit, fanOut, iteratorLifetime, initialize, faults, other);
    }

    /** Short for {@code memory().maxBytesPerStream()}. */
    public long maxBytesPerStream() {
        return memory.maxBytesPerStream();
    }

    /** Short for {@code memory().maxBytesTotal()}. */
    public long maxBytesTotal() {
        return memory.maxBytesTotal();
    }

    private static void check(String what, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("%s must be %d ms to %d ms (%d h), was %d ms"
                    .formatted(what, least.toMillis(), LONGEST.toMillis(), LONGEST.toHours(), value.toMillis()));
        }
    }
}
