package dev.penstock.analytics.run;

import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.StartingPosition;
import java.util.Map;

/**
 * How far a run came.
 *
 * @param from a position at or before the first record that is not done
 * @param done the last record of each shard whose rows were all accepted; those up to it are not read again
 */
public record StoppedPoint(StartingPosition from, Map<String, Done> done) {
    public StoppedPoint {
        done = Map.copyOf(done);
    }

    /** A first start. */
    public static StoppedPoint of(StartingPosition from) {
        return new StoppedPoint(from, Map.of());
    }

    /** A record that is dealt with. */
    record Done(SequenceNumber sequenceNumber, long arrivalMillis) {}
}
