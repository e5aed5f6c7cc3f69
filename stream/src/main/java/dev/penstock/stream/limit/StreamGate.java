package dev.penstock.stream.limit;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.stream.StreamFaults.Fault;
import dev.penstock.stream.StreamFaults.Kind;
import dev.penstock.stream.StreamRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The limits of one stream's shards. While {@link #isActive} says no, all pass.
 *
 * <p>Records that are put from inside the JVM count against the rates as those over the wire do; reads inside the JVM are
 * no GetRecords and have no rate.
 */
public final class StreamGate {
    /** From so many on, those of shards that nobody uses are let go. */
    private static final int MOST_RESTING = 1_000;

    private final Map<String, Throughput> shards = new ConcurrentHashMap<>();
    private final Limits limits;
    private final String stream;
    private final AwsIdentity owner;

    StreamGate(Limits limits, String stream, AwsIdentity owner) {
        this.limits = limits;
        this.stream = stream;
        this.owner = owner;
    }

    /** Whether there is anything to look at. */
    public boolean isActive() {
        return limits.isActive();
    }

    /**
     * Lets a record in.
     *
     * @param bytes of data and partition key
     * @param inJvm whether it comes from inside the JVM
     * @throws AwsException ProvisionedThroughputExceededException, or what a fault says
     */
    public void admitRecord(String shard, long bytes, boolean inJvm) {
        if (!limits.plan().isEmpty()) {
            Occasion entry = new Occasion(inJvm ? Occasion.RECORD_IN_JVM : Occasion.RECORD, stream, shard, inJvm);
            refuseThrottled(entry);
            Optional<Fault> failure = limits.plan().hit(Kind.FAIL_ENTRY, entry);
            if (failure.isPresent()) {
                throw failureOf(failure.get(), shard);
            }
        }
        if (limits.isThrottling() && !throughput(shard).tryWrite(bytes)) {
            throw tooMuch(shard);
        }
    }

    /** @throws AwsException ProvisionedThroughputExceededException */
    public void admitRead(String shard) {
        refuseThrottled("GetRecords", shard);
        if (limits.isThrottling() && !throughput(shard).tryRead()) {
            throw tooMuch(shard);
        }
    }

    /** After {@link #admitRead}: what was read. */
    public void wasRead(String shard, List<StreamRecord> records) {
        if (limits.isThrottling()) {
            throughput(shard)
                    .wasRead(records.stream()
                            .mapToLong(record -> record.data().length())
                            .sum());
        }
    }

    /** @throws AwsException ProvisionedThroughputExceededException */
    public void admitIterator(String shard) {
        refuseThrottled("GetShardIterator", shard);
        if (limits.isThrottling() && !throughput(shard).tryIterator()) {
            throw tooMuch(shard);
        }
    }

    /** Whether the rates of AWS are enforced. */
    public boolean isThrottling() {
        return limits.isThrottling();
    }

    /** @throws AwsException LimitExceededException, the only error of SubscribeToShard that says "too much" */
    public void admitSubscription(String shard) {
        Occasion use = new Occasion("SubscribeToShard", stream, shard, false);
        if (!limits.plan().isEmpty()
                && limits.plan().hit(Kind.THROTTLE_SHARD, use).isPresent()) {
            throw LimitErrors.tooManySubscriptions(shard, stream, owner.account());
        }
    }

    private void refuseThrottled(String operation, String shard) {
        if (!limits.plan().isEmpty()) {
            refuseThrottled(new Occasion(operation, stream, shard, false));
        }
    }

    private void refuseThrottled(Occasion use) {
        if (limits.plan().hit(Kind.THROTTLE_SHARD, use).isPresent()) {
            throw tooMuch(String.valueOf(use.shard()));
        }
    }

    private AwsException failureOf(Fault fault, String shard) {
        String code = fault.effect().error();
        AwsException usual = tooMuch(shard);
        boolean isUsual = code == null || code.equals(usual.code());
        return Limits.refusal(
                fault, usual.code(), isUsual ? String.valueOf(usual.getMessage()) : "Internal service failure.");
    }

    private AwsException tooMuch(String shard) {
        return LimitErrors.shardRate(shard, stream, owner.account());
    }

    /** Shards come and go with every reshard; what has rested is as good as new. */
    private Throughput throughput(String shard) {
        if (shards.size() >= MOST_RESTING && !shards.containsKey(shard)) {
            shards.values().removeIf(Throughput::isAtRest);
        }
        return shards.computeIfAbsent(shard, id -> new Throughput(limits.time()));
    }
}
