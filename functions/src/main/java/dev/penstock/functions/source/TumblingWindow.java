package dev.penstock.functions.source;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A tumbling window of one lane, with the state that the function keeps in it. Guarded as its shard is. */
final class TumblingWindow {
    /** Largest state; a window whose state is larger ends early. */
    static final int MAX_STATE_BYTES = 1024 * 1024;

    private static final String NO_STATE = "{}";

    private final long startMillis;
    private final long endMillis;
    private String state = NO_STATE;
    private boolean overflowing;
    private long lastArrivalMillis;

    private TumblingWindow(long startMillis, long endMillis) {
        this.startMillis = startMillis;
        this.endMillis = endMillis;
    }

    /** The window that a record belongs to; windows are aligned to the epoch. */
    static TumblingWindow of(long arrivalMillis, long lengthMillis) {
        long start = Math.floorDiv(arrivalMillis, lengthMillis) * lengthMillis;
        return new TumblingWindow(start, start + lengthMillis);
    }

    /** Whether a record comes before its end. One that is late is counted here too, so that windows never go back. */
    boolean holds(long arrivalMillis) {
        return arrivalMillis < endMillis;
    }

    void keep(String newState) {
        state = newState;
        overflowing = newState.length() > MAX_STATE_BYTES
                || newState.getBytes(StandardCharsets.UTF_8).length > MAX_STATE_BYTES;
    }

    /** A record of it is in a batch. */
    void saw(long arrivalMillis) {
        lastArrivalMillis = Math.max(lastArrivalMillis, arrivalMillis);
    }

    long lastArrivalMillis() {
        return lastArrivalMillis;
    }

    boolean isOverflowing() {
        return overflowing;
    }

    long endMillis() {
        return endMillis;
    }

    String state() {
        return state;
    }

    WindowTail tail(LaneRules rules, boolean isFinal) {
        return new WindowTail(
                startMillis, endMillis, state, rules.shardId(), rules.sourceArn(), isFinal, isFinal && overflowing);
    }

    @Override
    public String toString() {
        return Instant.ofEpochMilli(startMillis) + " to " + Instant.ofEpochMilli(endMillis);
    }
}
