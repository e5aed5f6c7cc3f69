package dev.penstock.platform.logs;

/**
 * The message of a log event that is made when somebody reads it: writing one costs no formatting. Must give the same
 * text each time, from any thread, and hold on to nothing large.
 */
public interface LogText {

    /** The message; not empty. */
    String text();

    /** How long the message is in UTF-8, or about so; always the same number. */
    int sizeBytes();

    /** A message that is there already. */
    static LogText of(String message) {
        return new Written(message, LogEvent.utf8Bytes(message));
    }

    /** A message as it was written. */
    record Written(String text, int sizeBytes) implements LogText {}
}
