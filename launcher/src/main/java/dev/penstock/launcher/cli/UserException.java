package dev.penstock.launcher.cli;

/** Wrong use of a command; the message says what to do instead and is shown without a stack trace. */
final class UserException extends RuntimeException {
    UserException(String message) {
        super(message);
    }
}
