package dev.penstock.platform.wire;

import dev.penstock.platform.data.Bytes;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A body for tests: gives what it is told to, or runs on and on; counts what is asked of it. */
final class Faucet implements BodySource {
    final AtomicLong given = new AtomicLong();
    final AtomicInteger closed = new AtomicInteger();
    private final Queue<Bytes> pieces = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Outlet outlet;
    private volatile @Nullable Bytes endless;
    private volatile boolean ended;
    private volatile boolean broken;
    private volatile boolean resting;

    /** A body without end, in pieces of so many bytes. */
    static Faucet running(int bytes) {
        Faucet faucet = new Faucet();
        faucet.endless = Bytes.wrap(new byte[bytes]);
        return faucet;
    }

    Faucet give(String text) {
        pieces.add(Bytes.utf8(text));
        return wake();
    }

    Faucet end() {
        ended = true;
        return wake();
    }

    /** From now on it throws when it is asked. */
    Faucet breakDown() {
        broken = true;
        return wake();
    }

    void abort() {
        Outlet opened = outlet;
        if (opened != null) {
            opened.abort();
        }
    }

    /** Whether it was asked for all it has, or is not asked because the client takes nothing. */
    boolean isAtRest() {
        return resting;
    }

    private Faucet wake() {
        Outlet opened = outlet;
        if (opened != null) {
            opened.wake();
        }
        return this;
    }

    @Override
    public void open(Outlet opened) {
        outlet = opened;
    }

    @Override
    public Optional<Bytes> next() {
        if (broken) {
            throw new IllegalStateException("broken on purpose");
        }
        resting = false;
        Optional<Bytes> next = Optional.ofNullable(endless).or(() -> Optional.ofNullable(pieces.poll()));
        next.ifPresent(piece -> given.addAndGet(piece.length()));
        return next;
    }

    @Override
    public boolean atEnd() {
        return ended && pieces.isEmpty();
    }

    @Override
    public void atRest() {
        resting = true;
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}
