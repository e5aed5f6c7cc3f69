package dev.penstock.platform.time;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How a worker thread sleeps until there may be something to do. {@link #wake} never blocks and is remembered, so a
 * signal given while the worker is busy is not lost. The worker counts as in flight from {@code wake} until it asks to
 * wait again with no signal pending: that makes settling exact. Guarded by {@code lock}.
 */
public final class WorkSignal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final InFlight.Gauge gauge;
    private boolean pending;
    private boolean awake;
    private boolean closed;

    /** @param gauge the hop that this worker belongs to */
    public WorkSignal(InFlight.Gauge gauge) {
        this.gauge = gauge;
    }

    /** Tells the worker that there may be something to do. */
    public void wake() {
        lock.lock();
        try {
            if (closed || pending) {
                return;
            }
            pending = true;
            if (!awake) {
                awake = true;
                gauge.begin();
            }
            woken.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Blocks the worker until {@link #wake} was called since the last time this method returned.
     *
     * @return false when the signal is closed: the worker should end
     */
    public boolean await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!pending && awake) {
                awake = false;
                gauge.end();
            }
            while (!pending && !closed) {
                woken.await();
            }
            pending = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the worker at its next {@link #await}; nothing counts as in flight any more. */
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (awake) {
                awake = false;
                gauge.end();
            }
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
