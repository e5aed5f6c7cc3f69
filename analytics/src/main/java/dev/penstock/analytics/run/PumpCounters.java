package dev.penstock.analytics.run;

import java.util.concurrent.atomic.LongAdder;

/** What a pump has done since its application was created; written by its thread, read by anyone. */
public final class PumpCounters {
    private final LongAdder rowsIn = new LongAdder();
    private final LongAdder rowsOut = new LongAdder();
    private final LongAdder errorRows = new LongAdder();

    void rowIn() {
        rowsIn.increment();
    }

    void rowOut() {
        rowsOut.increment();
    }

    void errorRow() {
        errorRows.increment();
    }

    /** Rows it read. */
    public long rowsIn() {
        return rowsIn.sum();
    }

    /** Rows it inserted. */
    public long rowsOut() {
        return rowsOut.sum();
    }

    /** Rows without a result. */
    public long errorRows() {
        return errorRows.sum();
    }
}
