package dev.penstock.stream.aws;

import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.ShardListener;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StreamRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.KinesisClientLibRetryableException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * Between the Kinesis Client Library, which pushes the records of one shard on a thread of its own, and a worker that
 * pulls them: a bounded buffer. While it is full the library's thread waits in {@link #processRecords}, and the library
 * stops fetching. Guarded by {@code lock}.
 *
 * <p>When the lease goes to another process the reader falls silent; if it comes back, that is a new reader. A record
 * that was polled but not checkpointed by then is delivered again: at least once, never less.
 *
 * <p>A position is recorded in DynamoDB, which takes its time: a thread of the subscription does it, so that the worker
 * which serves other shards too does not wait. Only the newest one matters.
 */
final class KclShardReader implements ShardReader, ShardRecordProcessor {
    private static final Logger log = LoggerFactory.getLogger(KclShardReader.class);

    /** The library may add its next batch (at most 1,000 records) when fewer than this are left. */
    private static final int REFILL_BELOW = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Held while a position is recorded, so that none follows the end of the shard; taken before {@code lock}. */
    private final ReentrantLock recording = new ReentrantLock();

    private final Deque<StreamRecord> buffer = new ArrayDeque<>();
    private final Time time;
    private final String consumer;
    private final ShardListener listener;
    private final Executor recorder;
    private String shardId = "";
    private long behindAtTip;
    private boolean ended;
    private boolean finished;
    private boolean silent;
    private @Nullable SequenceNumber lastPolled;
    private @Nullable SequenceNumber unrecorded;
    private @Nullable RecordProcessorCheckpointer checkpointer;
    private @Nullable Runnable signal;

    /** @param recorder records positions, one after the other; never has more than one task of this reader */
    KclShardReader(Time time, String consumer, ShardListener listener, Executor recorder) {
        this.time = time;
        this.consumer = consumer;
        this.listener = listener;
        this.recorder = recorder;
    }

    @Override
    public void initialize(InitializationInput input) {
        lock.lock();
        try {
            shardId = input.shardId();
        } finally {
            lock.unlock();
        }
        listener.opened(this);
    }

    @Override
    public void processRecords(ProcessRecordsInput input) {
        lock.lock();
        try {
            while (buffer.size() >= REFILL_BELOW && !silent) {
                changed.awaitUninterruptibly();
            }
            if (silent) {
                return;
            }
            checkpointer = input.checkpointer();
            Long behind = input.millisBehindLatest();
            behindAtTip = behind == null ? 0 : behind;
            for (KinesisClientRecord record : input.records()) {
                buffer.add(StreamRecord.of(
                        SequenceNumber.parse(record.sequenceNumber()),
                        record.partitionKey(),
                        Bytes.copyOf(record.data()),
                        record.approximateArrivalTimestamp()));
            }
        } finally {
            lock.unlock();
        }
        tell();
    }

    /** Waits until the consumer has dealt with the last record: only then may the children begin. */
    @Override
    public void shardEnded(ShardEndedInput input) {
        lock.lock();
        try {
            ended = true;
        } finally {
            lock.unlock();
        }
        tell();
        if (awaitFinished()) {
            recordEnd(input.checkpointer());
        }
    }

    private void recordEnd(RecordProcessorCheckpointer target) {
        recording.lock();
        try {
            takeUnrecorded();
            record("the end of the shard", target::checkpoint);
        } finally {
            recording.unlock();
        }
    }

    private boolean awaitFinished() {
        lock.lock();
        try {
            while (!finished && !silent) {
                changed.awaitUninterruptibly();
            }
            return finished;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void leaseLost(LeaseLostInput input) {
        log.info("consumer {} gave up {}: another process reads it now", consumer, shardId());
        close();
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) {
        // The consumer has checkpointed what it has dealt with; there is nothing to add.
    }

    @Override
    public String shardId() {
        lock.lock();
        try {
            return shardId;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<StreamRecord> poll(int maxRecords, long maxBytes) {
        lock.lock();
        try {
            List<StreamRecord> records = new ArrayList<>();
            long bytes = 0;
            for (StreamRecord next = buffer.peek(); next != null && records.size() < maxRecords; next = buffer.peek()) {
                bytes += next.data().length();
                if (bytes > maxBytes && !records.isEmpty()) {
                    break;
                }
                records.add(buffer.remove());
                lastPolled = next.sequenceNumber();
            }
            changed.signalAll();
            return records;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isGone() {
        lock.lock();
        try {
            return silent;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean atEnd() {
        lock.lock();
        try {
            return ended && buffer.isEmpty() && !silent;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onAvailable(Runnable newSignal) {
        lock.lock();
        try {
            signal = newSignal;
        } finally {
            lock.unlock();
        }
        newSignal.run();
    }

    @Override
    public void checkpoint(SequenceNumber last) {
        lock.lock();
        try {
            if (lastPolled == null || last.compareTo(lastPolled) > 0) {
                throw new IllegalArgumentException("consumer %s cannot checkpoint %s: it has not read that from %s"
                        .formatted(consumer, last, shardId));
            }
            if (!silent) {
                recordLater(last);
            }
        } finally {
            lock.unlock();
        }
        finishWhen(() -> ended && buffer.isEmpty() && last.equals(lastPolled));
    }

    private void recordLater(SequenceNumber last) {
        boolean isAwaited = unrecorded != null;
        unrecorded = last;
        if (!isAwaited) {
            recorder.execute(this::recordNewest);
        }
    }

    private void recordNewest() {
        recording.lock();
        try {
            SequenceNumber newest = takeUnrecorded();
            RecordProcessorCheckpointer target = checkpointer();
            if (newest != null && target != null) {
                record(newest.toString(), () -> target.checkpoint(newest.toString()));
            }
        } finally {
            recording.unlock();
        }
    }

    private @Nullable SequenceNumber takeUnrecorded() {
        lock.lock();
        try {
            SequenceNumber newest = unrecorded;
            unrecorded = null;
            return newest;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable RecordProcessorCheckpointer checkpointer() {
        lock.lock();
        try {
            return checkpointer;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void finish() {
        if (!atEnd()) {
            throw new IllegalStateException(
                    "consumer %s cannot finish %s: it is not at its end".formatted(consumer, shardId()));
        }
        finishWhen(() -> true);
    }

    private void finishWhen(BooleanSupplier condition) {
        lock.lock();
        try {
            if (condition.getAsBoolean()) {
                finished = true;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A checkpoint that is not recorded means that records come again after a restart; none is lost. */
    private void record(String what, Checkpoint checkpoint) {
        try {
            checkpoint.record();
        } catch (ShutdownException leaseGone) {
            log.info("consumer {} no longer holds {}; {} was not recorded", consumer, shardId(), what);
        } catch (InvalidStateException | KinesisClientLibRetryableException failure) {
            log.warn(
                    "consumer {} could not record {} of {}; look at the lease table in DynamoDB. Records since the last"
                            + " recorded position come again after a restart",
                    consumer,
                    what,
                    shardId(),
                    failure);
        }
    }

    @Override
    public long millisBehindLatest() {
        lock.lock();
        try {
            StreamRecord next = buffer.peek();
            return next == null
                    ? behindAtTip
                    : Math.max(0, time.millis() - next.approximateArrival().toEpochMilli());
        } finally {
            lock.unlock();
        }
    }

    /** Delivers and records nothing more, and lets the library's thread go. What is on its way to the recorder goes on. */
    void close() {
        lock.lock();
        try {
            silent = true;
            buffer.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        tell();
    }

    private void tell() {
        Runnable told;
        lock.lock();
        try {
            told = signal;
        } finally {
            lock.unlock();
        }
        if (told != null) {
            told.run();
        }
    }

    /** A call of the library's checkpointer. */
    private interface Checkpoint {
        void record() throws InvalidStateException, ShutdownException;
    }
}
