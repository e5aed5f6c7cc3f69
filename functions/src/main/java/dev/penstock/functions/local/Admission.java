package dev.penstock.functions.local;

import java.util.OptionalInt;

/**
 * The reserved concurrency of a function: how many invocations of all its versions there may be at once. Guarded by
 * {@code lock}.
 */
final class Admission {
    private final Object lock = new Object();
    private OptionalInt limit;
    private int inside;

    Admission(OptionalInt limit) {
        this.limit = limit;
    }

    void reserve(OptionalInt newLimit) {
        synchronized (lock) {
            limit = newLimit;
        }
    }

    /** Whether one more invocation may run; if so {@link #leave} is to follow. */
    boolean enter() {
        synchronized (lock) {
            if (limit.isPresent() && inside >= limit.getAsInt()) {
                return false;
            }
            inside++;
            return true;
        }
    }

    void leave() {
        synchronized (lock) {
            inside--;
        }
    }

    /** Whether it takes no invocations at all. */
    boolean isShut() {
        synchronized (lock) {
            return limit.isPresent() && limit.getAsInt() == 0;
        }
    }
}
