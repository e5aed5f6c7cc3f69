package dev.penstock.stream.journal;

import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.time.WorkSignal;
import dev.penstock.stream.StreamPersistence;
import dev.penstock.stream.StreamPersistence.Fsync;
import dev.penstock.stream.local.Journal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in a directory. One thread writes all that waits at once and, when asked for, forces it to the device once:
 * producers that come together share a force. When the disk takes nothing, changes are refused until it does again,
 * which is tried every second.
 */
public final class FileJournal implements Journal {
    private static final Logger log = LoggerFactory.getLogger(FileJournal.class);

    /** What may wait to be written. Beyond it puts are pushed back as if memory were full. */
    private static final long MAX_WAITING_BYTES = 64L * 1024 * 1024;

    private static final long SEGMENT_BYTES = 64L * 1024 * 1024;

    /** With less than so many segments a full log could not be emptied in steps. */
    private static final int LEAST_SEGMENTS = 8;

    private static final Duration POSITIONS_EVERY = Duration.ofMillis(100);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    private static final Duration END_LIMIT = Duration.ofSeconds(30);
    private static final long TELL_EVERY_MILLIS = 60_000;

    private final AtomicLong streamIds = new AtomicLong();
    private final Backlog backlog = new Backlog(MAX_WAITING_BYTES);
    private final StreamPersistence settings;
    private final Time time;
    private final Disk disk;
    private final long segmentBytes;
    private final Told told;
    private final WorkSignal signal;
    private volatile Runnable onRoom = () -> {};
    private volatile State state = State.NEW;
    private volatile boolean forceDue;
    private volatile boolean positionsDue;
    private volatile boolean tryDue;
    private boolean trySet;
    private @Nullable DirectoryLock lock;
    private @Nullable SegmentLog segments;
    private @Nullable Thread writer;
    private Time.@Nullable Timer forceTimer;
    private long toldMillis = Long.MIN_VALUE;

    private enum State {
        NEW,
        WRITING,
        /** The disk takes nothing. */
        STUCK,
        CLOSED
    }

    /** Nothing is opened yet. */
    public FileJournal(StreamPersistence settings, Time time) {
        this(settings, time, Disk.fileSystem(), Math.min(SEGMENT_BYTES, settings.maxBytes() / LEAST_SEGMENTS));
    }

    FileJournal(StreamPersistence settings, Time time, Disk disk, long segmentBytes) {
        this.settings = settings;
        this.time = time;
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        this.told = new Told(time);
        this.signal = new WorkSignal(time.inFlight().gauge("stream-journal"));
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public void onRoom(Runnable listener) {
        onRoom = listener;
    }

    @Override
    public long open(Recovery into) {
        lock = DirectoryLock.take(settings.directory());
        LogScan.Found found = LogScan.read(settings.directory(), time, into);
        long run = found.run() + 1;
        streamIds.set(run << Integer.SIZE);
        SegmentLog opened = new SegmentLog(
                new SegmentLog.Place(settings.directory(), disk, segmentBytes, settings.maxBytes(), time),
                run,
                found.ledger(),
                found.segments());
        try {
            opened.begin();
        } catch (IOException failed) {
            throw new StartException(
                    "stream.persistence: cannot write to %s (%s)".formatted(settings.directory(), failed.getMessage()),
                    failed);
        }
        segments = opened;
        state = State.WRITING;
        told.start();
        writer = Threads.start("stream-journal", this::run);
        return run;
    }

    @Override
    public long newStreamId() {
        return streamIds.incrementAndGet();
    }

    @Override
    public boolean tryReserve(long bytes) {
        refuseWhenStuck();
        return backlog.tryReserve(bytes);
    }

    private void refuseWhenStuck() {
        State now = state;
        if (now != State.WRITING) {
            throw now == State.STUCK ? JournalErrors.notWritten() : JournalErrors.closed();
        }
    }

    @Override
    public void release(long bytes) {
        if (backlog.release(bytes)) {
            told.tell(List.of(onRoom));
        }
    }

    @Override
    public void keep(Change change) {
        backlog.add(change);
        signal.wake();
    }

    @Override
    public void moved(Moving consumer) {
        if (backlog.add(consumer)) {
            time.schedule(POSITIONS_EVERY, () -> {
                positionsDue = true;
                signal.wake();
            });
        }
    }

    /** Many moves of a consumer are one change. */
    private void keepPositions() {
        backlog.takeMoved().forEach(consumer -> backlog.add(consumer.positions()));
    }

    @Override
    public long mark() {
        refuseWhenStuck();
        return backlog.failures();
    }

    @Override
    public CompletionStage<Void> kept(long mark) {
        return backlog.settledSince(mark);
    }

    private void run() {
        SegmentLog into = Objects.requireNonNull(segments);
        try {
            while (signal.await()) {
                cycle(into);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        end(into);
    }

    private void cycle(SegmentLog into) {
        if (tryDue) {
            tryDue = false;
            trySet = false;
            goOn(into);
        }
        if (positionsDue) {
            positionsDue = false;
            keepPositions();
        }
        for (Backlog.Batch batch = backlog.take(); !batch.isEmpty(); batch = backlog.take()) {
            write(into, batch);
        }
        if (forceDue) {
            forceDue = false;
            forceTimer = null;
            if (into.isOpen()) {
                attempt(into, into::force);
            }
        }
    }

    private void write(SegmentLog into, Backlog.Batch batch) {
        boolean mustBeSafe = batch.mustBeSafe();
        boolean failed = !attempt(into, () -> {
            into.write(batch.changes());
            if (mustBeSafe && settings.fsync().when() == Fsync.When.ALWAYS) {
                into.force();
            }
        });
        if (!failed && mustBeSafe) {
            into.acknowledge();
            scheduleForce();
        }
        List<Runnable> waiters = backlog.settle(batch, failed);
        if (backlog.release(batch)) {
            waiters.add(onRoom);
        }
        told.tell(waiters);
        if (!failed) {
            attempt(into, into::rollWhenLong);
        }
    }

    private void scheduleForce() {
        if (settings.fsync().when() == Fsync.When.INTERVAL && forceTimer == null) {
            forceTimer = time.schedule(settings.fsync().interval(), () -> {
                forceDue = true;
                signal.wake();
            });
        }
    }

    /** Runs a step; when it fails, the segment is left and the journal stuck. */
    private boolean attempt(SegmentLog into, Step step) {
        try {
            step.run();
            return true;
        } catch (IOException failure) {
            into.abandon();
            stuck(failure);
            return false;
        }
    }

    private void stuck(IOException failure) {
        if (state == State.WRITING) {
            state = State.STUCK;
        }
        long now = time.millis();
        if (toldMillis == Long.MIN_VALUE || now - toldMillis >= TELL_EVERY_MILLIS) {
            toldMillis = now;
            log.error(
                    "streams cannot be written to {}: {}; make room. Until then puts and changes are refused; writing is"
                            + " tried again every {}",
                    settings.directory(),
                    failure.getMessage(),
                    TRY_AGAIN);
        }
        if (!trySet) {
            trySet = true;
            time.schedule(TRY_AGAIN, () -> {
                tryDue = true;
                signal.wake();
            });
        }
    }

    private void goOn(SegmentLog into) {
        try {
            into.begin();
            if (state == State.STUCK) {
                state = State.WRITING;
            }
            toldMillis = Long.MIN_VALUE;
            log.warn("streams are written to {} again; puts and changes are taken", settings.directory());
            told.tell(List.of(onRoom));
        } catch (IOException still) {
            stuck(still);
        }
    }

    private void end(SegmentLog into) {
        keepPositions();
        write(into, backlog.takeLast());
        attempt(into, into::close);
        told.close();
    }

    /** Writes what was handed over, forces it, and ends. */
    @Override
    public void close() {
        state = State.CLOSED;
        signal.close();
        Thread ending = writer;
        try {
            if (ending != null) {
                ending.join(END_LIMIT.toMillis());
            }
            if (lock != null) {
                lock.close();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException failed) {
            log.warn("the lock of {} could not be given back: {}", settings.directory(), failed.toString());
        }
    }

    /** Something that the disk may refuse. */
    private interface Step {
        void run() throws IOException;
    }
}
