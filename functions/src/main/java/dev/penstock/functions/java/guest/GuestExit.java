package dev.penstock.functions.java.guest;

/** Unwinds a thread of the user's code that called {@code System.exit}. */
public final class GuestExit extends Error {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status what the user's code gave to {@code exit} or {@code halt} */
    public GuestExit(int status) {
        super("System.exit(" + status + ")", null, false, false);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
