package dev.penstock.analytics.run;

import java.util.concurrent.atomic.LongAdder;

/** What an application has done since it was created; written by its thread, read by anyone. */
public final class Counters {
    private final LongAdder rowsIn = new LongAdder();
    private final LongAdder errorRows = new LongAdder();
    private final LongAdder rowsOut = new LongAdder();

    void rowIn() {
        rowsIn.increment();
    }

    void errorRow() {
        errorRows.increment();
    }

    void rowOut() {
        rowsOut.increment();
    }

    /** Rows of the input stream. */
    public long rowsIn() {
        return rowsIn.sum();
    }

    /** Rows of the error stream. */
    public long errorRows() {
        return errorRows.sum();
    }

    /** Rows that output streams accepted. */
    public long rowsOut() {
        return rowsOut.sum();
    }
}
