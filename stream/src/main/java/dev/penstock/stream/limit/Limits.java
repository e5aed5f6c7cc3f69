package dev.penstock.stream.limit;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.StreamFaults;
import dev.penstock.stream.StreamFaults.Fault;
import dev.penstock.stream.StreamFaults.Kind;
import dev.penstock.stream.StreamSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Rates and faults of one pipeline. */
public final class Limits {
    /** So many answers are held back at once. */
    static final int MOST_DELAYED = 1_000;

    private final AtomicInteger delayed = new AtomicInteger();
    private final boolean throttling;
    private final Time time;
    private final CallRates rates;
    private final FaultPlan faults;

    public Limits(Time time, StreamSettings settings) {
        this.throttling = settings.throttling();
        this.time = time;
        this.rates = new CallRates(time);
        this.faults = new FaultPlan(time, settings.faults());
    }

    /** The faults, to be changed at any time. */
    public StreamFaults faults() {
        return faults;
    }

    /** Whether the rates of AWS are enforced. */
    public boolean isThrottling() {
        return throttling;
    }

    /** Whether there is anything to look at. */
    public boolean isActive() {
        return throttling || !faults.isEmpty();
    }

    /** The limits of one stream's shards. */
    public StreamGate gate(String stream, AwsIdentity owner) {
        return new StreamGate(this, stream, owner);
    }

    /**
     * Lets a call begin.
     *
     * @param stream null when the call names none
     * @param shard null when it names none
     * @return how long its answer is to be held back
     * @throws AwsException LimitExceededException, or what a fault says
     */
    public Duration begin(String operation, AwsIdentity caller, @Nullable String stream, @Nullable String shard) {
        if (throttling) {
            rates.count(operation, caller, stream);
        }
        if (faults.isEmpty()) {
            return Duration.ZERO;
        }
        Occasion call = new Occasion(operation, stream, shard, false);
        Optional<Fault> failure = faults.hit(Kind.FAIL_CALL, call);
        if (failure.isPresent()) {
            throw refusal(failure.get(), "InternalFailure", "Internal Service Failure (fault on purpose)");
        }
        return faults.hit(Kind.DELAY, call).map(fault -> fault.effect().delay()).orElse(Duration.ZERO);
    }

    /**
     * Gives an answer later, by the pipeline's clock; no thread waits.
     *
     * @return fails with ServiceUnavailableException when too many are held back
     */
    public <T> CompletionStage<T> later(Duration delay, T answer) {
        if (delayed.incrementAndGet() > MOST_DELAYED) {
            delayed.decrementAndGet();
            return CompletableFuture.failedFuture(LimitErrors.tooManyDelayed(MOST_DELAYED));
        }
        CompletableFuture<T> given = new CompletableFuture<>();
        time.schedule(delay, () -> {
            delayed.decrementAndGet();
            given.complete(answer);
        });
        return given;
    }

    /** Whether a fault lets the iterator that a call uses expire. */
    public boolean expiresIterator(String stream, String shard) {
        return !faults.isEmpty()
                && faults.hit(Kind.EXPIRE_ITERATOR, new Occasion("GetRecords", stream, shard, false))
                        .isPresent();
    }

    FaultPlan plan() {
        return faults;
    }

    Time time() {
        return time;
    }

    static AwsException refusal(Fault fault, String usualCode, String usualMessage) {
        String code = fault.effect().error();
        String message = fault.effect().message();
        return LimitErrors.injected(code == null ? usualCode : code, message == null ? usualMessage : message);
    }
}
