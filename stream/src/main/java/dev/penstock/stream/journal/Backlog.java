package dev.penstock.stream.journal;

import dev.penstock.stream.local.Journal.Change;
import dev.penstock.stream.local.Journal.KeptPositions;
import dev.penstock.stream.local.Journal.KeptRecord;
import dev.penstock.stream.local.Journal.Moving;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What was handed over and is not written yet, and who waits for it. Bounded in bytes by reservation: a record only comes
 * when there is room for it. Guarded by {@code lock}, which is held for a few instructions.
 */
final class Backlog {
    private final Object lock = new Object();
    private final long maxBytes;
    private final Queue<Waiter> waiters = new ArrayDeque<>();
    private List<Change> changes = new ArrayList<>();
    private Set<Moving> moved = new LinkedHashSet<>();
    private long reservedBytes;
    private boolean refused;
    private boolean ended;
    private long handedOver;
    private long settled;
    private volatile long failures;

    Backlog(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Changes to write together. */
    record Batch(List<Change> changes, long upTo) {
        boolean isEmpty() {
            return changes.isEmpty();
        }

        /** Whether someone may wait for it, or lose something without it. */
        boolean mustBeSafe() {
            return changes.stream().anyMatch(change -> !(change instanceof KeptPositions));
        }
    }

    /** A record larger than the whole bound comes when it is alone. */
    boolean tryReserve(long bytes) {
        synchronized (lock) {
            boolean fits = reservedBytes == 0 || reservedBytes + bytes <= maxBytes;
            if (fits) {
                reservedBytes += bytes;
            } else {
                refused = true;
            }
            return fits;
        }
    }

    /** @return whether someone was refused for lack of room since the last time */
    boolean release(long bytes) {
        synchronized (lock) {
            reservedBytes -= bytes;
            boolean tell = refused;
            refused = false;
            return tell;
        }
    }

    void add(Change change) {
        synchronized (lock) {
            handedOver++;
            if (!ended) {
                changes.add(change);
            }
        }
    }

    /** A consumer moved; returns whether it is the first since {@link #takeMoved}. */
    boolean add(Moving consumer) {
        synchronized (lock) {
            boolean first = moved.isEmpty() && !ended;
            if (!ended) {
                moved.add(consumer);
            }
            return first;
        }
    }

    /** The consumers that moved. */
    Set<Moving> takeMoved() {
        synchronized (lock) {
            Set<Moving> taken = moved;
            moved = new LinkedHashSet<>();
            return taken;
        }
    }

    /** All that waits to be written. */
    Batch take() {
        synchronized (lock) {
            Batch batch = new Batch(changes, handedOver);
            changes = new ArrayList<>();
            return batch;
        }
    }

    /** All that waits to be written; what comes later never will be. */
    Batch takeLast() {
        synchronized (lock) {
            ended = true;
            return take();
        }
    }

    /** Gives back what the records of a batch had reserved; see {@link #release}. */
    boolean release(Batch batch) {
        long bytes = 0;
        for (Change change : batch.changes()) {
            if (change instanceof KeptRecord record) {
                bytes += record.reserved();
            }
        }
        return release(bytes);
    }

    /** How many batches could not be written up to now. */
    long failures() {
        return failures;
    }

    CompletionStage<Void> settledSince(long mark) {
        synchronized (lock) {
            if (settled < handedOver && ended) {
                return CompletableFuture.failedStage(JournalErrors.closed());
            }
            if (settled < handedOver) {
                Waiter waiter = new Waiter(handedOver, mark, new CompletableFuture<>());
                waiters.add(waiter);
                return waiter.done();
            }
            return failures == mark
                    ? CompletableFuture.completedStage(null)
                    : CompletableFuture.failedStage(JournalErrors.notWritten());
        }
    }

    /** A batch is written, or will never be. Returns what is to be told to those who waited for it. */
    List<Runnable> settle(Batch batch, boolean failed) {
        synchronized (lock) {
            settled = batch.upTo();
            failures += failed ? 1 : 0;
            List<Runnable> told = new ArrayList<>();
            for (Waiter head = waiters.peek(); head != null && head.upTo() <= settled; head = waiters.peek()) {
                Waiter waiter = waiters.remove();
                told.add(waiter.mark() == failures ? waiter::succeed : waiter::fail);
            }
            return told;
        }
    }

    /** Someone who acknowledges a change when all up to a place in the order is safe. */
    private record Waiter(long upTo, long mark, CompletableFuture<Void> done) {
        void succeed() {
            done.complete(null);
        }

        void fail() {
            done.completeExceptionally(JournalErrors.notWritten());
        }
    }
}
