package dev.penstock.analytics.run;

/** What a pump has done since its application was created; written by its thread, read by anyone. */
public final class PumpCounters {
    private final Tally rowsIn = new Tally();
    private final Tally rowsOut = new Tally();
    private final Tally errorRows = new Tally();

    void rowIn() {
        rowsIn.add();
    }

    void rowOut() {
        rowsOut.add();
    }

    void errorRow() {
        errorRows.add();
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
