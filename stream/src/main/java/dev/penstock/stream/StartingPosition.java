package dev.penstock.stream;

import java.time.Instant;

/** Where a new consumer begins to read. */
public sealed interface StartingPosition {

    /** The oldest record that is still there. */
    record TrimHorizon() implements StartingPosition {}

    /** Only what is put from now on. */
    record Latest() implements StartingPosition {}

    /** The first record that arrived at or after an instant. */
    record AtTimestamp(Instant timestamp) implements StartingPosition {}
}
