package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.StreamState;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** IncreaseStreamRetentionPeriod and DecreaseStreamRetentionPeriod, which differ in one comparison. */
record ChangeRetention(@Nullable Integer hours, StreamReference stream, boolean increase) {
    private static final int MIN_HOURS = 24;
    private static final int MAX_HOURS = 8_760;

    static ChangeRetention increase(WireInput in) {
        return read(in, true);
    }

    static ChangeRetention decrease(WireInput in) {
        return read(in, false);
    }

    private static ChangeRetention read(WireInput in, boolean increase) {
        return new ChangeRetention(in.integer("RetentionPeriodHours").orElse(null), StreamReference.read(in), increase);
    }

    WireOutput.Body call(InMemoryStreams streams) {
        Violations violations = new Violations()
                .required("retentionPeriodHours", hours)
                .number("retentionPeriodHours", hours, 1, Integer.MAX_VALUE);
        stream.check(violations).refuse();
        int wanted = Objects.requireNonNull(hours);
        StreamState state = stream.in(streams);
        state.updateNow(() -> {
            checkRange(wanted);
            checkDirection(wanted, state);
            return () -> state.retention(Duration.ofHours(wanted));
        });
        return WireOutput.Body.NONE;
    }

    private static void checkRange(int wanted) {
        if (wanted < MIN_HOURS) {
            throw KinesisErrors.invalidArgument(
                    "Minimum allowed retention period is %d hours. Requested retention period (%d hours) is too short."
                            .formatted(MIN_HOURS, wanted));
        }
        if (wanted > MAX_HOURS) {
            throw KinesisErrors.invalidArgument(
                    "Maximum allowed retention period is %d hours. Requested retention period (%d hours) is too long."
                            .formatted(MAX_HOURS, wanted));
        }
    }

    private void checkDirection(int wanted, StreamState state) {
        long current = state.retention().toHours();
        if (increase ? wanted < current : wanted > current) {
            throw KinesisErrors.invalidArgument(
                    ("Requested retention period (%d hours) for stream %s can not be %s than existing retention period"
                                    + " (%d hours). Use %sRetentionPeriod API.")
                            .formatted(
                                    wanted,
                                    state.name(),
                                    increase ? "shorter" : "longer",
                                    current,
                                    increase ? "Decrease" : "Increase"));
        }
    }
}
