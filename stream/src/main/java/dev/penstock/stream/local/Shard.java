package dev.penstock.stream.local;

import dev.penstock.platform.time.Time;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.StreamRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One shard: an ordered log of records for one range of hash keys. Positions in it are record indexes; the outside sees
 * sequence numbers. Changes are made under {@code lock}, and nothing of others but {@link Keeping} is called while it is held; readers take no
 * lock.
 */
public final class Shard {
    private static final String ID_FORMAT = "shardId-%012d";

    /** The creation time in sequence numbers lies before the call that created the stream (observed: 2 to 7 s) ... */
    private static final long NUMBERED_BEFORE_MILLIS = 2_000;

    /** ... and one second after the end of the parent for a shard that came by resharding. */
    private static final long NUMBERED_AFTER_PARENT_MILLIS = 1_000;

    /** Reads make room for so many records beforehand. */
    private static final int MOST_LIKELY = 10_000;

    private final Object lock = new Object();
    private final RecordLog log = new RecordLog();
    private final List<Runnable> readers = new CopyOnWriteArrayList<>();
    private final Time time;
    private final ByteBudget budget;
    private volatile Lineage lineage;
    private final Keeping keeping;
    private final String id;
    private final long openedMillis;
    private final long numbersFromMillis;
    private long lastArrivalMillis = Long.MIN_VALUE;
    private volatile long closedMillis = Long.MAX_VALUE;

    /**
     * Where a shard comes from.
     *
     * @param index grows over the life of the stream
     * @param parents none, one (split) or two (merge)
     */
    record Lineage(int index, HashKeyRange range, List<Shard> parents) {}

    /** @param keeping keeps its records, if they are kept */
    Shard(Lineage lineage, long openedMillis, Time time, ByteBudget budget, Keeping keeping) {
        this.keeping = keeping;
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

    /** The shard has left its stream: its children still name it, but nothing leads to those before it any more. */
    void forgetParents() {
        lineage = new Lineage(lineage.index(), lineage.range(), List.of());
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

    /**
     * Stores a record whose bytes are already taken from the budget. Arrival times never go back.
     *
     * @return empty when the shard has closed
     */
    Optional<PutResult> append(NewRecord record) {
        long index;
        long arrival;
        synchronized (lock) {
            if (isClosed()) {
                return Optional.empty();
            }
            arrival = Math.max(lastArrivalMillis, time.millis());
            lastArrivalMillis = arrival;
            index = log.append(record, arrival);
            keeping.appended(lineage.index(), index, arrival, record);
        }
        return Optional.of(new PutResult(id, number(index, arrival)));
    }

    /** Takes a kept record back, whose bytes are taken from the budget. Called in the order of the records. */
    void restore(NewRecord record, long index, long arrivalMillis) {
        synchronized (lock) {
            log.skipTo(index);
            log.append(record, arrivalMillis);
            lastArrivalMillis = arrivalMillis;
        }
    }

    /** The next record gets this index or a higher one. */
    void skipTo(long index) {
        synchronized (lock) {
            log.skipTo(Math.max(log.next(), index));
        }
    }

    /** Takes no more records. What it holds stays readable. */
    void close(long atMillis) {
        synchronized (lock) {
            closedMillis = Math.max(atMillis, lastArrivalMillis); // no record is younger than the end of its shard
        }
    }

    /** Closes the shard and drops what it holds. */
    void delete() {
        synchronized (lock) {
            if (!isClosed()) {
                closedMillis = time.millis();
            }
        }
        trimBelow(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /**
     * Reads from a position; records that have left are passed over. Takes no lock and copies nothing.
     *
     * @param maxRecords 1 or more
     * @param maxBytes stop before a record that would pass this many bytes of data, but return at least one
     */
    public ShardSlice read(long position, int maxRecords, long maxBytes) {
        return read(position, maxRecords, maxBytes, Long.MIN_VALUE);
    }

    /** As {@link #read(long, int, long)}; records that arrived before an instant are passed over too. */
    ShardSlice read(long position, int maxRecords, long maxBytes, long oldestMillis) {
        boolean closed = isClosed(); // before the view: nothing is appended to a closed shard
        LogView view = log.view();
        long start = Math.max(position, oldest(view, oldestMillis));
        long likely = Math.min(Math.min(maxRecords, MOST_LIKELY), Math.max(0, view.next() - start));
        List<StreamRecord> records = new ArrayList<>((int) likely);
        long next = collect(view, start, new Most(maxRecords, maxBytes), records);
        return new ShardSlice(records, start, next, millisBehind(view, next), closed && next >= view.next());
    }

    private static long oldest(LogView view, long oldestMillis) {
        boolean passedOver = !view.isEmpty() && view.arrivalMillis(view.first()) < oldestMillis;
        return passedOver ? view.firstSince(oldestMillis) : view.first();
    }

    /** What one read gives at most. */
    private record Most(int records, long bytes) {}

    /** Adds the records from a position on to {@code found}; returns the position to go on from. */
    private long collect(LogView view, long start, Most most, List<StreamRecord> found) {
        long bytes = 0;
        for (int number = view.chunkAt(start); number < view.chunkCount(); number++) {
            Chunk chunk = view.chunk(number);
            long end = view.end(number);
            for (long index = Math.max(start, chunk.base()); index < end; index++) {
                bytes += chunk.dataLength(index);
                if (found.size() >= most.records() || (bytes > most.bytes() && !found.isEmpty())) {
                    return index;
                }
                found.add(new LoggedRecord(this, chunk, index));
            }
        }
        return Math.max(start, view.next());
    }

    /** How old the record at a position is; 0 when there is none. */
    public long millisBehindLatest(long position) {
        return millisBehind(log.view(), position);
    }

    private long millisBehind(LogView view, long position) {
        long unread = view.ceiling(position);
        return unread >= view.next() ? 0 : Math.max(0, time.millis() - view.arrivalMillis(unread));
    }

    /** Position of the oldest record that is held. */
    public long trimHorizon() {
        return log.first();
    }

    /** Position behind the last record. */
    public long tip() {
        return log.next();
    }

    /** Position of the first record that arrived at or after an instant; the tip when there is none. */
    public long positionAt(long epochMillis) {
        return log.view().firstSince(epochMillis);
    }

    /**
     * Position of the first record with a sequence number of at least {@code number}, by numeric order: the number need
     * not be that of a record. For a number beyond every record's so far it is the tip, so that whoever continues from a
     * number which this shard gave out once, and lost since, misses nothing that comes.
     *
     * @return empty when the number cannot be one of this shard
     */
    public OptionalLong positionOf(SequenceNumber number) {
        return position(number, 0);
    }

    /** Position of the first record with a sequence number above {@code number}; see {@link #positionOf}. */
    public OptionalLong positionAfter(SequenceNumber number) {
        return position(number, 1);
    }

    /** Whether a number of this shard is beyond every record's so far, and not the end of the shard. */
    public boolean isAhead(SequenceNumber number) {
        boolean closed = isClosed();
        return SequenceNumbers.parse(number)
                .filter(parts -> parts.recordIndex() >= tip())
                .filter(parts -> !closed || parts.recordIndex() != SequenceNumbers.END_INDEX)
                .isPresent();
    }

    /** @param least what comparing a record's number with {@code number} must give at least for it to be read */
    private OptionalLong position(SequenceNumber number, int least) {
        Optional<SequenceNumbers.Parts> parts = SequenceNumbers.parse(number);
        if (parts.isEmpty() || !isMine(parts.get())) {
            return OptionalLong.empty();
        }
        long index = parts.get().recordIndex();
        LogView view = log.view();
        if (index >= view.next()) {
            return OptionalLong.of(view.next());
        }
        boolean held = view.ceiling(index) == index;
        int order = held ? number(index, view.arrivalMillis(index)).compareTo(number) : 0;
        return OptionalLong.of(order >= least ? Math.max(RecordLog.FIRST_INDEX, index) : index + 1);
    }

    private boolean isMine(SequenceNumbers.Parts parts) {
        return parts.shardIndex() == lineage.index() && parts.createdSeconds() == seconds(numbersFromMillis);
    }

    /** Removes records older than retention; returns how many bytes became free. */
    long trimExpired(Duration retention) {
        long oldestKept = time.millis() - retention.toMillis();
        LogView view = log.view();
        boolean expired = !view.isEmpty() && view.arrivalMillis(view.first()) < oldestKept;
        return expired ? trimBelow(view.firstSince(oldestKept), Long.MAX_VALUE) : 0;
    }

    /** Removes the oldest records below a position until enough bytes are free; returns how many became free. */
    long trimBelow(long position, long enoughBytes) {
        long freed = 0;
        long more;
        do {
            synchronized (lock) { // anew for each chunk: writers get their turn
                more = log.trimOldest(position, enoughBytes - freed);
            }
            freed += more;
        } while (more > 0 && freed < enoughBytes);
        if (freed > 0) {
            budget.giveBack(freed);
        }
        return freed;
    }

    /** When the oldest record arrived; empty when there is none. */
    OptionalLong oldestArrivalMillis() {
        LogView view = log.view();
        return view.isEmpty() ? OptionalLong.empty() : OptionalLong.of(view.arrivalMillis(view.first()));
    }

    /** Bytes of data and partition keys that are held. */
    long heldContent() {
        synchronized (lock) {
            return log.heldContent();
        }
    }

    /** Tells readers that there may be something new. Called without the lock. */
    void signal() {
        for (Runnable reader : readers) {
            reader.run();
        }
    }

    /** Calls {@code signal} whenever there may be something new to read, until it is removed; it must not block. */
    public void addReader(Runnable signal) {
        readers.add(signal);
    }

    /** Ends {@link #addReader}. */
    public void removeReader(Runnable signal) {
        readers.remove(signal);
    }

    /**
     * The sequence number of a record of this shard. A child is numbered from a time that is still to come; what it gets
     * before counts as arrived then.
     */
    SequenceNumber number(long recordIndex, long arrivalMillis) {
        long arrival = Math.max(arrivalMillis, numbersFromMillis);
        return SequenceNumbers.of(
                new SequenceNumbers.Parts(seconds(numbersFromMillis), lineage.index(), recordIndex, seconds(arrival)));
    }

    private static long seconds(long millis) {
        return Math.floorDiv(millis, 1000L);
    }

    @Override
    public String toString() {
        return id;
    }
}
