package dev.penstock.launcher.simulate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets only some devices connect at a time, so that a large fleet does not run down the broker's accept queue. Others wait
 * in line; the line is as long as the fleet at most. Guarded by {@code lock}.
 */
final class ConnectGate {
    private final Object lock = new Object();
    private final Deque<BooleanSupplier> line = new ArrayDeque<>();
    private int free;

    ConnectGate(int places) {
        free = places;
    }

    /**
     * Runs {@code connect} now or when a place is free.
     *
     * @param connect returns whether it took the place: if so, {@link #leave} must be called afterwards
     */
    void enter(BooleanSupplier connect) {
        synchronized (lock) {
            if (free == 0) {
                line.addLast(connect);
                return;
            }
            free--;
        }
        if (!connect.getAsBoolean()) {
            leave();
        }
    }

    void leave() {
        BooleanSupplier next = takeNext();
        while (next != null && !next.getAsBoolean()) {
            next = takeNext();
        }
    }

    private @Nullable BooleanSupplier takeNext() {
        synchronized (lock) {
            BooleanSupplier next = line.pollFirst();
            if (next == null) {
                free++;
            }
            return next;
        }
    }
}
