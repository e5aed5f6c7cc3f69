package dev.penstock.platform.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many bytes of request bodies may be in memory at once, for all connections of a server. Who does not fit waits for
 * its turn, in order; there are at most as many waiting as there are connections. Room is taken for a whole body at once,
 * so that nobody who has begun to read waits for another one. Thread-safe.
 */
final class BodyBudget {
    private static final Logger log = LoggerFactory.getLogger(BodyBudget.class);

    private final Object lock = new Object();
    private final long limitBytes;
    private final Deque<Place> waiting = new ArrayDeque<>();
    private long freeBytes;
    private boolean told;

    /** @param limitBytes at least as much as one body may have */
    BodyBudget(long limitBytes) {
        this.limitBytes = limitBytes;
        this.freeBytes = limitBytes;
    }

    /** Takes room, unless there is none or others wait for some. */
    boolean take(long bytes) {
        synchronized (lock) {
            if (!waiting.isEmpty() || bytes > freeBytes) {
                tell();
                return false;
            }
            freeBytes -= bytes;
            return true;
        }
    }

    private void tell() {
        if (!told) {
            told = true;
            log.warn(
                    "request bodies take all of their {} bytes: further ones wait for their turn; "
                            + "send smaller or fewer requests at once, or give the JVM more memory",
                    limitBytes);
        }
    }

    /** @param granted called once there is room, which is taken by then; from any thread */
    Place await(long bytes, Runnable granted) {
        Place place = new Place(bytes, granted);
        synchronized (lock) {
            waiting.add(place);
        }
        grant();
        return place;
    }

    void giveBack(long bytes) {
        synchronized (lock) {
            freeBytes += bytes;
        }
        grant();
    }

    private void grant() {
        List<Place> fitting = new ArrayList<>();
        synchronized (lock) {
            while (!waiting.isEmpty() && waiting.getFirst().bytes <= freeBytes) {
                Place next = waiting.removeFirst();
                freeBytes -= next.bytes;
                fitting.add(next);
            }
        }
        fitting.forEach(place -> place.granted.run());
    }

    /** A turn that is waited for. */
    final class Place {
        private final long bytes;
        private final Runnable granted;

        private Place(long bytes, Runnable granted) {
            this.bytes = bytes;
            this.granted = granted;
        }

        /** No longer waits; no effect when the room was granted. */
        void leave() {
            synchronized (lock) {
                waiting.remove(this);
            }
            grant();
        }
    }
}
