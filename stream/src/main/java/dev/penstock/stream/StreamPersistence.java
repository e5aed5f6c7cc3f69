package dev.penstock.stream;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Keeps local streams across restarts, in a log of files.
 *
 * @param directory holds the log and nothing else; created when it is not there; one process at a time
 * @param fsync when what is written is forced to the device
 * @param maxBytes most bytes the log takes on disk; puts fail beyond it until records leave by retention
 */
public record StreamPersistence(Path directory, Fsync fsync, long maxBytes) {
    /** 4 GiB, four times the memory that all streams may take by default. */
    public static final long DEFAULT_MAX_BYTES = 4L * 1024 * 1024 * 1024;

    /** Room for a few segments, each of which holds more than the largest request. */
    public static final long LEAST_MAX_BYTES = 64L * 1024 * 1024;

    public StreamPersistence {
        if (maxBytes < LEAST_MAX_BYTES) {
            throw new IllegalArgumentException(
                    "persistence needs maxBytes of %d or more, not %d".formatted(LEAST_MAX_BYTES, maxBytes));
        }
    }

    /** Every put that was acknowledged survives a crash of the machine. */
    public static StreamPersistence in(Path directory) {
        return new StreamPersistence(directory, Fsync.always(), DEFAULT_MAX_BYTES);
    }

    /**
     * When written bytes are forced to the device. A killed process loses nothing that was acknowledged under any of
     * them; they differ in what a crash of the machine may take.
     *
     * @param interval above zero for {@link When#INTERVAL}, else zero
     */
    public record Fsync(When when, Duration interval) {

        /** The moment of the force. */
        public enum When {
            /** Before a put is acknowledged; puts that come together share one force. */
            ALWAYS,
            /** Some time after a put is acknowledged. */
            INTERVAL,
            /** When the operating system likes. */
            NEVER
        }

        public Fsync {
            boolean positive = interval.compareTo(Duration.ZERO) > 0;
            if (positive != (when == When.INTERVAL)) {
                throw new IllegalArgumentException(
                        "fsync %s does not go with an interval of %s".formatted(when, interval));
            }
        }

        /** A put is acknowledged when the device has it. */
        public static Fsync always() {
            return new Fsync(When.ALWAYS, Duration.ZERO);
        }

        /** A crash of the machine may take what was put in the last interval. */
        public static Fsync every(Duration interval) {
            return new Fsync(When.INTERVAL, interval);
        }

        /** A crash of the machine may take what the operating system has not written yet. */
        public static Fsync never() {
            return new Fsync(When.NEVER, Duration.ZERO);
        }
    }
}
