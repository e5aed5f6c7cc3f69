package dev.penstock.launcher.demo;

/** The simulated devices of a demo, and what they witnessed. */
public interface Devices extends AutoCloseable {

    /** Messages sent so far. */
    long published();

    /** What was sent, acknowledged and hot so far; exact after {@link #close}. */
    BalanceSheet.Witness witness();

    /** Sends nothing more, waits for what is unacknowledged, and disconnects. */
    @Override
    void close();
}
