package dev.penstock.stream.local;

import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one account in one region: whether it has promised to pay for a minimum of throughput. Guarded by
 * {@code lock}.
 *
 * <p>Source: Kinesis API Reference, MinimumThroughputBillingCommitmentInput and -Output.
 */
public final class AccountSettings {
    private static final Duration LEAST = Duration.ofHours(24);

    private final Object lock = new Object();
    private final Time time;
    private Commitment now = new Commitment(Status.DISABLED, null, null, null);

    AccountSettings(Time time) {
        this.time = time;
    }

    /** The states of the promise, by the names that AWS uses. */
    public enum Status {
        ENABLED,
        DISABLED,
        /** To be DISABLED when the least time is over. */
        ENABLED_UNTIL_EARLIEST_ALLOWED_END
    }

    /**
     * The promise.
     *
     * @param started null when there never was one
     * @param ended null while there is one
     * @param earliestEnd when it can end; null when there is none
     */
    public record Commitment(
            Status status,
            @Nullable Instant started,
            @Nullable Instant ended,
            @Nullable Instant earliestEnd) {}

    /** What holds at this moment. */
    public Commitment commitment() {
        synchronized (lock) {
            Instant end = now.earliestEnd();
            if (now.status() == Status.ENABLED_UNTIL_EARLIEST_ALLOWED_END && end != null && !end.isAfter(time.now())) {
                now = new Commitment(Status.DISABLED, now.started(), end, null);
            }
            return now;
        }
    }

    /** Promises, or takes the promise back: that comes true 24 hours after it was made, or at once if that is over. */
    public Commitment commit(boolean enable) {
        synchronized (lock) {
            Commitment before = commitment();
            Instant at = Instant.ofEpochMilli(time.millis());
            Instant end = before.earliestEnd();
            if (enable && end == null) {
                now = new Commitment(Status.ENABLED, at, null, at.plus(LEAST));
            } else if (enable) {
                now = new Commitment(Status.ENABLED, before.started(), null, end);
            } else if (end != null) {
                now = end.isAfter(at)
                        ? new Commitment(Status.ENABLED_UNTIL_EARLIEST_ALLOWED_END, before.started(), null, end)
                        : new Commitment(Status.DISABLED, before.started(), at, null);
            }
            return now;
        }
    }
}
