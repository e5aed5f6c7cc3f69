package dev.penstock.stream.local;

import dev.penstock.platform.time.Time;
import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.StreamRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One shard: an ordered log of records for one range of hash keys. Positions in it are record indexes; the outside sees
 * sequence numbers. State is guarded by {@code lock}; nothing of others is called while it is held.
 */
public final class Shard {
    private static final String ID_FORMAT = "shardId-%012d";

    /** The creation time in sequence numbers lies before the call that created the stream (observed: 2 to 7 s) ... */
    private static final long NUMBERED_BEFORE_MILLIS = 2_000;

    /** ... and one second after the end of the parent for a shard that came by resharding. */
    private static final long NUMBERED_AFTER_PARENT_MILLIS = 1_000;

    private final Object lock = new Object();
    private final RecordLog log = new RecordLog();
    private final List<Runnable> readers = new CopyOnWriteArrayList<>();
    private final Time time;
    private final ByteBudget budget;
    private final Lineage lineage;
    private final String id;
    private final long openedMillis;
    private final long numbersFromMillis;
    private long heldContent;
    private volatile long closedMillis = Long.MAX_VALUE;

    /**
     * Where a shard comes from.
     *
     * @param index grows over the life of the stream
     * @param parents none, one (split) or two (merge)
     */
    record Lineage(int index, HashKeyRange range, List<Shard> parents) {}

    Shard(Lineage lineage, long openedMillis, Time time, ByteBudget budget) {
        this.lineage = lineage;
        this.id = ID_FORMAT.formatted(lineage.index());
        this.openedMillis = openedMillis;
        this.numbersFromMillis =
                openedMillis + (lineage.parents().isEmpty() ? -NUMBERED_BEFORE_MILLIS : NUMBERED_AFTER_PARENT_MILLIS);
        this.time = time;
        this.budget = budget;
    }

    public int index() {
        return lineage.index();
    }

    /** For example {@code shardId-000000000000}. */
    public String id() {
        return id;
    }

    public HashKeyRange range() {
        return lineage.range();
    }

    /** None, one (split) or two (merge). */
    public List<Shard> parents() {
        return lineage.parents();
    }

    public boolean isClosed() {
        return closedMillis != Long.MAX_VALUE;
    }

    /** When the shard opened, in milliseconds since the epoch. */
    public long openedMillis() {
        return openedMillis;
    }

    /** When it closed; {@code Long.MAX_VALUE} while it is open. */
    public long closedMillis() {
        return closedMillis;
    }

    /** Lower than every record's. */
    public SequenceNumber startingSequenceNumber() {
        return number(0, numbersFromMillis);
    }

    /** Higher than every record's; empty while the shard is open. */
    public Optional<SequenceNumber> endingSequenceNumber() {
        long closed = closedMillis;
        return closed == Long.MAX_VALUE ? Optional.empty() : Optional.of(number(SequenceNumbers.END_INDEX, closed));
    }

    /** Stores a record whose bytes are already taken from the budget; empty when the shard has closed. */
    Optional<StreamRecord> append(NewRecord record) {
        synchronized (lock) {
            if (isClosed()) {
                return Optional.empty();
            }
            long now = time.millis();
            StreamRecord stored = new StreamRecord(
                    number(log.next(), now), record.partitionKey(), record.data(), Instant.ofEpochMilli(now));
            log.append(stored);
            heldContent += record.partitionKey().length() + record.data().length();
            return Optional.of(stored);
        }
    }

    /** Takes no more records. What it holds stays readable. */
    void close(long atMillis) {
        synchronized (lock) {
            closedMillis = atMillis;
        }
    }

    /** Closes the shard and drops what it holds. */
    void delete() {
        synchronized (lock) {
            if (!isClosed()) {
                closedMillis = time.millis();
            }
            while (!log.isEmpty()) {
                removeOldest();
            }
        }
    }

    /**
     * Reads from a position; records that have left are passed over.
     *
     * @param maxRecords 1 or more
     * @param maxBytes stop before a record that would pass this many bytes of data, but return at least one
     */
    public ShardSlice read(long position, int maxRecords, long maxBytes) {
        synchronized (lock) {
            long start = Math.max(position, log.first());
            long next = start;
            long bytes = 0;
            int most = (int) Math.max(0, Math.min(maxRecords, log.next() - start));
            List<StreamRecord> records = most == 0 ? List.of() : new ArrayList<>(most);
            while (records.size() < most) {
                StreamRecord record = log.at(next);
                bytes += record.data().length();
                if (bytes > maxBytes && !records.isEmpty()) {
                    break;
                }
                records.add(record);
                next++;
            }
            return new ShardSlice(records, start, next, millisBehind(next), isClosed() && next >= log.next());
        }
    }

    /** How old the record at a position is; 0 when there is none. */
    public long millisBehindLatest(long position) {
        synchronized (lock) {
            return millisBehind(Math.max(position, log.first()));
        }
    }

    private long millisBehind(long position) {
        return position >= log.next()
                ? 0
                : Math.max(
                        0, time.millis() - log.at(position).approximateArrival().toEpochMilli());
    }

    /** Position of the oldest record that is held. */
    public long trimHorizon() {
        synchronized (lock) {
            return log.first();
        }
    }

    /** Position behind the last record. */
    public long tip() {
        synchronized (lock) {
            return log.next();
        }
    }

    /** Position of the first record that arrived at or after an instant; the tip when there is none. */
    public long positionAt(long epochMillis) {
        synchronized (lock) {
            return log.firstSince(epochMillis);
        }
    }

    /**
     * Position of the first record with a sequence number of at least {@code number}, by numeric order: the number need
     * not be that of a record.
     *
     * @return empty when this shard has not issued such a number
     */
    public OptionalLong positionOf(SequenceNumber number) {
        return position(number, 0);
    }

    /** Position of the first record with a sequence number above {@code number}; see {@link #positionOf}. */
    public OptionalLong positionAfter(SequenceNumber number) {
        return position(number, 1);
    }

    /** @param least what comparing a record's number with {@code number} must give at least for it to be read */
    private OptionalLong position(SequenceNumber number, int least) {
        Optional<SequenceNumbers.Parts> parts = SequenceNumbers.parse(number);
        if (parts.isEmpty() || !isMine(parts.get())) {
            return OptionalLong.empty();
        }
        long index = parts.get().recordIndex();
        synchronized (lock) {
            if (index >= log.next()) {
                boolean end = isClosed() && index == SequenceNumbers.END_INDEX;
                return end ? OptionalLong.of(log.next()) : OptionalLong.empty();
            }
            boolean held = index >= log.first();
            int order = held ? log.at(index).sequenceNumber().compareTo(number) : 0;
            return OptionalLong.of(order >= least ? Math.max(RecordLog.FIRST_INDEX, index) : index + 1);
        }
    }

    private boolean isMine(SequenceNumbers.Parts parts) {
        return parts.shardIndex() == lineage.index() && parts.createdSeconds() == seconds(numbersFromMillis);
    }

    /** Removes records older than retention; returns how many bytes became free. */
    long trimExpired(Duration retention) {
        long oldestKept = time.millis() - retention.toMillis();
        long freed = 0;
        synchronized (lock) {
            while (!log.isEmpty() && log.at(log.first()).approximateArrival().toEpochMilli() < oldestKept) {
                freed += removeOldest();
            }
        }
        return freed;
    }

    /** Removes the oldest records below a position until enough bytes are free; returns how many became free. */
    long trimBelow(long position, long enoughBytes) {
        long freed = 0;
        synchronized (lock) {
            while (freed < enoughBytes && log.first() < Math.min(position, log.next())) {
                freed += removeOldest();
            }
        }
        return freed;
    }

    /** When the oldest record arrived; empty when there is none. */
    OptionalLong oldestArrivalMillis() {
        synchronized (lock) {
            return log.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(log.at(log.first()).approximateArrival().toEpochMilli());
        }
    }

    /** Bytes of data and partition keys that are held. */
    long heldContent() {
        synchronized (lock) {
            return heldContent;
        }
    }

    private long removeOldest() {
        StreamRecord oldest = log.removeFirst();
        long cost = NewRecord.cost(oldest);
        heldContent -= cost - NewRecord.OVERHEAD_BYTES;
        budget.giveBack(cost);
        return cost;
    }

    /** Tells readers that there may be something new. Called without the lock. */
    void signal() {
        for (Runnable reader : readers) {
            reader.run();
        }
    }

    void addReader(Runnable signal) {
        readers.add(signal);
    }

    void removeReader(Runnable signal) {
        readers.remove(signal);
    }

    private SequenceNumber number(long recordIndex, long arrivalMillis) {
        return SequenceNumbers.of(new SequenceNumbers.Parts(
                seconds(numbersFromMillis), lineage.index(), recordIndex, seconds(arrivalMillis)));
    }

    private static long seconds(long millis) {
        return Math.floorDiv(millis, 1000L);
    }

    @Override
    public String toString() {
        return id;
    }
}
