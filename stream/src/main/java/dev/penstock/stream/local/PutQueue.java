package dev.penstock.stream.local;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.stream.PutResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The puts of one stream that wait for room, first come first served. While one waits no other put overtakes it. Bounded
 * in count and bytes: beyond that, puts are refused. Guarded by {@code lock}.
 */
final class PutQueue {
    private static final Logger log = LoggerFactory.getLogger(PutQueue.class);

    static final int MAX_WAITERS = 1_024;
    private static final long MAX_WAITING_BYTES = 32L * 1024 * 1024;
    private static final long WARN_EVERY_MILLIS = 60_000;

    private final Object lock = new Object();
    private final Queue<Waiter> waiters = new ArrayDeque<>();
    private final AtomicBoolean trimmedEarly = new AtomicBoolean();
    private final StreamState stream;
    private final Intake intake;
    private final Surroundings surroundings;
    private long waitingBytes;
    private long warnedMillis = Long.MIN_VALUE;
    private boolean ended;
    private volatile boolean occupied;

    PutQueue(StreamState stream, Intake intake, Surroundings surroundings) {
        this.stream = stream;
        this.intake = intake;
        this.surroundings = surroundings;
    }

    boolean hasWaiters() {
        return occupied;
    }

    /** Puts once there is room. */
    CompletionStage<PutResult> put(NewRecord record) {
        if (!intake.budget().couldEverTake(record.cost())) {
            return CompletableFuture.failedFuture(KinesisErrors.invalidArgument(
                    "a record that takes %d bytes can never fit into the memory of stream %s (%d bytes)"
                            .formatted(
                                    record.cost(),
                                    stream.name(),
                                    intake.budget().max())));
        }
        Waiter waiter = new Waiter(record);
        if (!enqueue(waiter)) {
            return CompletableFuture.failedFuture(KinesisErrors.noRoom("(all)", stream.name(), surroundings.account()));
        }
        drain();
        if (!waiter.done.isDone()) {
            warn(waiter.record, "wait");
        }
        return waiter.done;
    }

    /** The waiter is counted before room is looked for: whoever frees room later is sure to see it. */
    private boolean enqueue(Waiter waiter) {
        synchronized (lock) {
            long cost = waiter.record.cost();
            boolean tooMany = waiters.size() >= MAX_WAITERS || waitingBytes + cost > MAX_WAITING_BYTES;
            if (ended || (tooMany && !waiters.isEmpty())) {
                return false;
            }
            waiters.add(waiter);
            waitingBytes += cost;
            occupied = true;
            surroundings.room().waiterCame();
            return true;
        }
    }

    /** Runs as many waiting puts as there is room for. */
    void drain() {
        List<Waiter> ready = new ArrayList<>();
        synchronized (lock) {
            for (Waiter head = waiters.peek(); head != null && takeRoom(head); head = waiters.peek()) {
                head.append(intake);
                remove(head);
                ready.add(head);
            }
        }
        ready.forEach(Waiter::tell);
    }

    /** Not while the journal is stuck either: it tells when it goes on, and those who wait have lost nothing by then. */
    private boolean takeRoom(Waiter head) {
        try {
            return intake.takeRoom(head.record.cost());
        } catch (AwsException stuck) {
            return false;
        }
    }

    private void remove(Waiter head) {
        waiters.remove();
        waitingBytes -= head.record.cost();
        occupied = !waiters.isEmpty();
        surroundings.room().waiterWent();
    }

    /** The stream is gone: every waiting put fails, and later ones too. */
    void failAll(AwsException reason) {
        List<Waiter> failed = new ArrayList<>();
        synchronized (lock) {
            ended = true;
            for (Waiter head = waiters.peek(); head != null; head = waiters.peek()) {
                head.failure = reason;
                remove(head);
                failed.add(head);
            }
        }
        failed.forEach(Waiter::tell);
    }

    /** Whether this is the first time that records leave early. */
    boolean firstEarlyTrim() {
        return trimmedEarly.compareAndSet(false, true);
    }

    /** A put over the wire found no room: says why. */
    void warnRefused(NewRecord record) {
        warn(record, "are refused");
    }

    private void warn(NewRecord first, String fate) {
        synchronized (lock) {
            long now = surroundings.time().millis();
            if (warnedMillis != Long.MIN_VALUE && now - warnedMillis < WARN_EVERY_MILLIS) {
                return;
            }
            warnedMillis = now;
        }
        boolean drops = surroundings.room().dropsConsumed();
        long cost = first.cost();
        boolean own = !intake.budget().hasRoom(cost);
        if (!own
                && surroundings.journal().isOn()
                && intake.budget().totalHeld() + cost <= intake.budget().totalMax()) {
            log.warn(
                    "puts to stream {} {}: they come faster than the disk of stream.persistence takes them",
                    stream.name(),
                    fate);
            return;
        }
        log.warn(
                "{} full at {} of {} bytes: puts to stream {} ({} consumers in this process) {} until {}records expire"
                        + " after {}; {}, or raise {}",
                own ? "the stream is" : "all streams together are",
                own ? intake.budget().held() : intake.budget().totalHeld(),
                own ? intake.budget().max() : intake.budget().totalMax(),
                stream.name(),
                stream.subscriptionCount(),
                fate,
                drops ? "a consumer checkpoints or " : "",
                stream.retention(),
                drops
                        ? "look at the slowest consumer, add one if there is none"
                        : "lower the retention, set 'whenFull: dropConsumed' to let go of what is consumed",
                own ? "maxBytesPerStream" : "maxBytes");
    }

    /** One put that waits. Fields other than {@code done} are written under the queue's lock before {@code tell}. */
    private static final class Waiter {
        private final NewRecord record;
        private final CompletableFuture<PutResult> done = new CompletableFuture<>();
        private Intake.@Nullable Appended appended;
        private @Nullable AwsException failure;

        Waiter(NewRecord record) {
            this.record = record;
        }

        void append(Intake intake) {
            try {
                appended = intake.append(record);
            } catch (AwsException deleted) {
                failure = deleted;
            }
        }

        void tell() {
            Intake.Appended stored = appended;
            if (stored != null) {
                stored.shard().signal();
                done.complete(stored.result());
            } else if (failure != null) {
                done.completeExceptionally(failure);
            }
        }
    }
}
