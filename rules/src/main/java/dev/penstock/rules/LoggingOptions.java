package dev.penstock.rules;

import org.jspecify.annotations.Nullable;

/**
 * How much of what happens to messages is written into the log group {@code AWSIotLogsV2}, in the words of
 * SetV2LoggingOptions.
 *
 * @param roleArn as given; has no effect here
 * @param level the lowest level that is written
 * @param disabled whether nothing is written, whatever the level
 */
public record LoggingOptions(@Nullable String roleArn, Level level, boolean disabled) {
    /**
     * Rules that matched, actions that ended, and all failures. AWS writes nothing until it is told to; a tool for people
     * who look for a mistake does better to write at once.
     */
    public static final LoggingOptions DEFAULT = new LoggingOptions(null, Level.INFO, false);

    /** From most to least. */
    public enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR,
        DISABLED
    }

    /** Whether events of a level are written. */
    public boolean writes(Level event) {
        return !disabled && level.compareTo(event) <= 0;
    }
}
