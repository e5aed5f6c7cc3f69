package dev.penstock.functions.java;

/** Unwinds a thread of the user's code that called {@code System.exit}. */
final class ExitSignal extends Error {
    private final int status;

    ExitSignal(int status) {
        super("System.exit(" + status + ")", null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
