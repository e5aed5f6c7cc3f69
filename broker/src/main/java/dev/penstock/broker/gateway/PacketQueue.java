package dev.penstock.broker.gateway;

import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packets of one connection, in order. A bounded number is under way at a time; above it the socket is not read, so
 * the bound pushes back on the device. What was decoded before reading stopped waits here: at most one read's worth.
 * Confined to the channel's loop, but for the completion of stages.
 */
final class PacketQueue {
    /** AWS takes no more from a connection while 100 of its publishes are not acknowledged. */
    static final int MAX_UNDER_WAY = 100;

    static final int MAX_UNDER_WAY_BYTES = 1024 * 1024;

    private static final int RESUME_BELOW = MAX_UNDER_WAY / 2;
    private static final Logger log = LoggerFactory.getLogger(PacketQueue.class);

    private static final Refusal FAILURE =
            new Refusal(Disconnect.UNSPECIFIED_ERROR, "the broker could not deal with its packet");

    private final Channel channel;
    private final Consumer<Refusal> end;
    private final Deque<Passage> waiting = new ArrayDeque<>();
    private final Deque<Slot> underWay = new ArrayDeque<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private int bytesUnderWay;
    private boolean opened;
    private boolean working;
    private boolean paused;
    private boolean resumed;
    private boolean dirty;

    /** @param end closes the connection when a packet has failed */
    PacketQueue(Channel channel, Consumer<Refusal> end) {
        this.channel = channel;
        this.end = end;
    }

    /** Takes the next packet; the first one is CONNECT, and nothing begins before its session is open. What it writes is flushed by {@link #flush}, at the end of the read. */
    void add(Passage passage) {
        waiting.add(passage);
        work();
    }

    /**
     * Whether silence of the client is the broker's own doing: because the socket is not read while packets are not dealt
     * with fast enough, or was not until now.
     */
    boolean excusesSilence() {
        boolean excused = paused || resumed;
        resumed = false;
        return excused;
    }

    /** The channel has become writable or unwritable: a client that does not read its PUBACKs is not read either. */
    void writabilityChanged() {
        adjustReading();
    }

    void flush() {
        if (dirty) {
            dirty = false;
            channel.flush();
        }
    }

    /** Drops what has not begun. */
    void dropWaiting() {
        for (Passage passage = waiting.poll(); passage != null; passage = waiting.poll()) {
            passage.dropped();
        }
    }

    /** The broker ends: drops everything; stages that complete later find nothing to do. */
    void dropAll() {
        dropWaiting();
        for (Slot slot = underWay.poll(); slot != null; slot = underWay.poll()) {
            slot.passage.dropped();
        }
    }

    private void wake() {
        if (channel.eventLoop().inEventLoop()) {
            if (!working) {
                work();
                flush();
            }
        } else if (scheduled.compareAndSet(false, true)) {
            try {
                channel.eventLoop().execute(this::resume);
            } catch (RejectedExecutionException closed) {
                log.debug("a packet completed after the broker was closed", closed);
            }
        }
    }

    private void resume() {
        scheduled.set(false);
        work();
        flush();
    }

    private void work() {
        working = true;
        try {
            do {
                beginWaiting();
            } while (endFirst());
        } finally {
            working = false;
        }
        adjustReading();
    }

    private void beginWaiting() {
        while (!waiting.isEmpty()
                && (opened || underWay.isEmpty())
                && underWay.size() < MAX_UNDER_WAY
                && bytesUnderWay < MAX_UNDER_WAY_BYTES) {
            Slot slot = new Slot(waiting.remove());
            underWay.add(slot);
            bytesUnderWay += slot.passage.bytes();
            slot.follow(guarded(slot.passage::begin), State.BEGUN);
        }
    }

    /** Takes the first packet as far as it can go; true when it is through. */
    private boolean endFirst() {
        Slot slot = underWay.peek();
        if (slot == null) {
            return false;
        }
        if (slot.state == State.BEGUN && slot.failure == null) {
            slot.state = State.PROCEEDING;
            slot.follow(guarded(slot.passage::proceed), State.COMPLETE);
        }
        Throwable failure = slot.failure;
        if (failure == null && slot.state != State.COMPLETE) {
            return false;
        }
        underWay.remove();
        opened = true;
        bytesUnderWay -= slot.passage.bytes();
        if (failure == null) {
            slot.passage.done();
            dirty = true;
        } else {
            slot.passage.failed(failure);
            dropWaiting();
            end.accept(FAILURE);
        }
        return true;
    }

    private static CompletionStage<?> guarded(Supplier<CompletionStage<?>> half) {
        try {
            return half.get();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }

    private void adjustReading() {
        boolean full = !waiting.isEmpty()
                || underWay.size() >= (paused ? RESUME_BELOW : MAX_UNDER_WAY)
                || bytesUnderWay >= MAX_UNDER_WAY_BYTES
                || !channel.isWritable();
        if (full != paused && channel.isActive()) {
            paused = full;
            resumed |= !full;
            channel.config().setAutoRead(!full);
        }
    }

    private enum State {
        STARTED,
        BEGUN,
        PROCEEDING,
        COMPLETE
    }

    /** A packet under way. A stage writes {@code failure} before {@code state}. */
    private final class Slot {
        private final Passage passage;
        private volatile State state = State.STARTED;
        private volatile @Nullable Throwable failure;

        Slot(Passage passage) {
            this.passage = passage;
        }

        void follow(CompletionStage<?> half, State then) {
            half.whenComplete((result, cause) -> {
                failure = cause;
                state = then;
                wake();
            });
        }
    }
}
