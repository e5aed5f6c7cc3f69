package dev.penstock.stream.local;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps nothing: streams end with the process. */
final class NoJournal implements Journal {
    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    @Override
    public boolean isOn() {
        return false;
    }

    @Override
    public long open(Recovery into) {
        return 0;
    }

    @Override
    public long newStreamId() {
        return 0;
    }

    @Override
    public boolean tryReserve(long bytes) {
        return true;
    }

    @Override
    public void release(long bytes) {}

    @Override
    public void keep(Change change) {}

    @Override
    public void moved(Moving consumer) {}

    @Override
    public long mark() {
        return 0;
    }

    @Override
    public CompletionStage<Void> kept(long mark) {
        return DONE;
    }

    @Override
    public void onRoom(Runnable listener) {}

    @Override
    public void close() {}
}
