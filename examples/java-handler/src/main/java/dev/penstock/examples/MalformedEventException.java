package dev.penstock.examples;

/** A record is not an event of a device; the message says what is wrong with it. */
final class MalformedEventException extends Exception {

    MalformedEventException(String message) {
        super(message);
    }
}
