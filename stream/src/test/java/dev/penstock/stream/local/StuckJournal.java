package dev.penstock.stream.local;

import dev.penstock.platform.aws.AwsException;
import java.util.concurrent.CompletionStage;

/** Keeps nothing, and refuses room when the test says that its disk is full. */
final class StuckJournal implements Journal {
    /** So many records find room before the disk is full. */
    int roomFor = Integer.MAX_VALUE;

    @Override
    public boolean tryReserve(long bytes) {
        if (roomFor == 0) {
            throw new AwsException("InternalFailure", 500, "the disk is full");
        }
        roomFor--;
        return true;
    }

    @Override
    public void release(long bytes) {
        roomFor++;
    }

    @Override
    public boolean isOn() {
        return OFF.isOn();
    }

    @Override
    public long open(Recovery into) {
        return OFF.open(into);
    }

    @Override
    public long newStreamId() {
        return OFF.newStreamId();
    }

    @Override
    public void keep(Change change) {
        OFF.keep(change);
    }

    @Override
    public long mark() {
        return OFF.mark();
    }

    @Override
    public CompletionStage<Void> kept(long mark) {
        return OFF.kept(mark);
    }

    @Override
    public void onRoom(Runnable listener) {
        OFF.onRoom(listener);
    }

    @Override
    public void close() {
        OFF.close();
    }

    @Override
    public void moved(Moving consumer) {}
}
