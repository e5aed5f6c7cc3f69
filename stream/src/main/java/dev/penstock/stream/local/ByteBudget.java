package dev.penstock.stream.local;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A bound on bytes held, inside an optional wider bound: what is taken from this is taken from both. */
final class ByteBudget {
    private final long max;
    private final @Nullable ByteBudget wider;
    private final AtomicLong held = new AtomicLong();

    ByteBudget(long max, @Nullable ByteBudget wider) {
        this.max = max;
        this.wider = wider;
    }

    /** Takes bytes when they fit; takes nothing otherwise. */
    boolean tryTake(long bytes) {
        long before = held.get();
        while (bytes <= max - before && !held.compareAndSet(before, before + bytes)) {
            before = held.get();
        }
        if (bytes > max - before) {
            return false;
        }
        if (wider != null && !wider.tryTake(bytes)) {
            held.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
        if (wider != null) {
            wider.giveBack(bytes);
        }
    }

    /** Whether so many bytes could be taken if nothing were held. */
    boolean couldEverTake(long bytes) {
        return bytes <= max && (wider == null || wider.couldEverTake(bytes));
    }

    /** Whether this bound itself, not the wider one, has room. */
    boolean hasRoom(long bytes) {
        return bytes <= max - held.get();
    }

    long max() {
        return max;
    }

    long held() {
        return held.get();
    }

    /** Bytes held in the widest bound. */
    long totalHeld() {
        return wider == null ? held() : wider.totalHeld();
    }

    /** The widest bound. */
    long totalMax() {
        return wider == null ? max : wider.totalMax();
    }
}
