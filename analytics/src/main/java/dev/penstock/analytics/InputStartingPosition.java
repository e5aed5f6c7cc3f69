package dev.penstock.analytics;

/** Where a start begins to read. Source: Kinesis Analytics API Reference, InputStartingPositionConfiguration. */
public enum InputStartingPosition {
    /** Only what is put from now on. */
    NOW,
    /** The oldest record that is still there. */
    TRIM_HORIZON,
    /** After the last record that the run before this one finished; without one, where the specification says. */
    LAST_STOPPED_POINT
}
