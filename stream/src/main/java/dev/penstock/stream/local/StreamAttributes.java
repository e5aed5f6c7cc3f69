package dev.penstock.stream.local;

import dev.penstock.platform.time.Time;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be set on one stream beside its shards and its retention. Each attribute is read without a lock; changes are
 * guarded by {@link StreamState#update} or by {@code lock}.
 */
public final class StreamAttributes {
    private static final int MODE_SWITCHES = 2;
    private static final int SHARD_COUNT_UPDATES = 10;
    private static final int ENCRYPTION_CALLS = 25;

    private final Object lock = new Object();
    private final ResourceAttributes resource = new ResourceAttributes();
    private final EncryptionHistory encryptionHistory = new EncryptionHistory();
    private final Time time;
    private final RollingLimit modeSwitches;
    private final RollingLimit shardCountUpdates;
    private final RollingLimit encryptionStarts;
    private final RollingLimit encryptionStops;
    private volatile Set<ShardMetric> monitored = Set.of();
    private volatile @Nullable Encryption encryption;
    private volatile boolean onDemand;
    private volatile long maxRecordBytes;
    private volatile @Nullable Integer warmMibPerSecond;

    /**
     * How records are said to be encrypted; they are not.
     *
     * @param keyId as the client named the key
     */
    public record Encryption(String keyId) {
        /** What AWS calls it. */
        public static final String TYPE = "KMS";

        /** What AWS calls it. */
        public String type() {
            return TYPE;
        }
    }

    StreamAttributes(StreamShape shape, Time time) {
        this.time = time;
        this.onDemand = shape.onDemand();
        this.maxRecordBytes = shape.maxRecordBytes();
        this.warmMibPerSecond = shape.warmMibPerSecond();
        this.resource.tags().add(shape.tags(), Integer.MAX_VALUE);
        this.modeSwitches = new RollingLimit(time, MODE_SWITCHES);
        this.shardCountUpdates = new RollingLimit(time, SHARD_COUNT_UPDATES);
        this.encryptionStarts = new RollingLimit(time, ENCRYPTION_CALLS);
        this.encryptionStops = new RollingLimit(time, ENCRYPTION_CALLS);
    }

    /** Tags and policy. */
    public ResourceAttributes resource() {
        return resource;
    }

    /** Shown to clients, and refuses calls of provisioned mode; a local shard has no throughput of its own. */
    public boolean isOnDemand() {
        return onDemand;
    }

    /**
     * Switches between provisioned mode and on demand.
     *
     * @param newWarmMibPerSecond null leaves it on demand, and ends it in provisioned mode
     */
    public void setMode(boolean newOnDemand, @Nullable Integer newWarmMibPerSecond) {
        onDemand = newOnDemand;
        if (!newOnDemand || newWarmMibPerSecond != null) {
            warmMibPerSecond = newWarmMibPerSecond;
        }
    }

    /** Most bytes of data and partition key together. */
    public long maxRecordBytes() {
        return maxRecordBytes;
    }

    /** Applies to puts from now on. */
    public void setMaxRecordBytes(long most) {
        maxRecordBytes = most;
    }

    /** Empty when records are not said to be encrypted. */
    public Optional<Encryption> encryption() {
        return Optional.ofNullable(encryption);
    }

    /** @param with null ends it */
    public void setEncryption(@Nullable Encryption with) {
        encryption = with;
        encryptionHistory.set(with != null, time.millis());
    }

    /** Whether a record that arrived at a time is said to be encrypted: it keeps what it was written with. */
    public boolean wasEncryptedAt(long arrivalMillis) {
        return encryptionHistory.wasOn(arrivalMillis);
    }

    /** When encryption began and ended. */
    EncryptionHistory encryptionHistory() {
        return encryptionHistory;
    }

    /** What a client asked to be prepared for, in MiB/s; a local shard always is. */
    public Optional<Integer> warmMibPerSecond() {
        return Optional.ofNullable(warmMibPerSecond);
    }

    public void setWarmMibPerSecond(int mibPerSecond) {
        warmMibPerSecond = mibPerSecond;
    }

    /** The shard level metrics that are switched on. */
    public Set<ShardMetric> monitored() {
        return monitored;
    }

    /** Switches metrics on or off; returns those that were on before. */
    public Set<ShardMetric> monitor(Collection<ShardMetric> metrics, boolean on) {
        synchronized (lock) {
            Set<ShardMetric> before = monitored;
            Set<ShardMetric> after = EnumSet.noneOf(ShardMetric.class);
            after.addAll(before);
            if (on) {
                after.addAll(metrics);
            } else {
                after.removeAll(metrics);
            }
            monitored = after;
            return before;
        }
    }

    /** Counts a call of UpdateStreamMode; false when there were too many in 24 hours. */
    public boolean trySwitchMode() {
        return modeSwitches.tryCall();
    }

    /** Counts a call of UpdateShardCount; false when there were too many in 24 hours. */
    public boolean tryUpdateShardCount() {
        return shardCountUpdates.tryCall();
    }

    /** Counts a call that starts or stops encryption; false when there were too many of its kind in 24 hours. */
    public boolean tryChangeEncryption(boolean start) {
        return (start ? encryptionStarts : encryptionStops).tryCall();
    }
}
