package dev.penstock.stream.journal;

import dev.penstock.platform.time.Time;
import dev.penstock.stream.local.Journal.Change;
import dev.penstock.stream.local.Journal.KeptRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of a log, the last of which grows. When writing fails, the segment is cut off behind what was
 * acknowledged and left; {@link #begin} then goes on in a new one. Used by one thread at a time.
 */
final class SegmentLog {
    private static final Logger log = LoggerFactory.getLogger(SegmentLog.class);

    /** Entries are handed to the operating system in pieces of about this size. */
    private static final int WRITE_BYTES = 1024 * 1024;

    private final EntryBuffer entries = new EntryBuffer();
    private final Place place;
    private final long run;
    private final Ledger ledger;
    private final List<Segment> closed;
    private final SecureRandom salts;
    private @Nullable Segment active;
    private Disk.@Nullable Output output;
    private long nextNumber;
    private long salt;
    private long acknowledgedBytes;
    private long closedBytes;

    /**
     * Where the log is and how large it gets.
     *
     * @param segmentBytes a segment that is longer is followed by another
     */
    record Place(Path directory, Disk disk, long segmentBytes, long maxBytes, Time time) {}

    SegmentLog(Place place, long run, Ledger ledger, List<Segment> older) {
        this.place = place;
        this.run = run;
        this.ledger = ledger;
        this.closed = new ArrayList<>(older);
        this.closedBytes = sum(older);
        this.nextNumber = older.isEmpty() ? 1 : older.get(older.size() - 1).number() + 1;
        this.salts = new SecureRandom();
    }

    /** Whether there is a segment that takes entries. */
    boolean isOpen() {
        return output != null;
    }

    /** Bytes of all segments. */
    long bytes() {
        return closedBytes + (active == null ? 0 : active.bytes());
    }

    /** Begins a segment with a snapshot, and drops segments that nobody needs. */
    void begin() throws IOException {
        dropUnneeded();
        checkRoom(0);
        Segment next = new Segment(SegmentFormat.file(place.directory(), nextNumber), nextNumber);
        nextNumber++;
        salt = salts.nextLong();
        Disk.Output created = place.disk().create(next.file());
        try {
            writeSnapshot(created, next);
        } catch (IOException failed) {
            created.close();
            place.disk().delete(next.file());
            throw failed;
        }
        active = next;
        output = created;
        acknowledgedBytes = next.bytes();
        dropUnneeded();
    }

    /** On the device when this returns, whatever is asked for records: older segments may be deleted for it. */
    private void writeSnapshot(Disk.Output created, Segment next) throws IOException {
        ByteBuffer header = new SegmentFormat.Header(next.number(), run, salt).encode();
        entries.reset(salt);
        ledger.writeTo(entries);
        Map<Long, Long> lengths = new TreeMap<>();
        closed.forEach(segment -> lengths.put(segment.number(), segment.bytes()));
        entries.snapshotEnd(lengths);
        ByteBuffer snapshot = entries.finish();
        next.bytes((long) header.remaining() + snapshot.remaining());
        created.write(header);
        created.write(snapshot);
        created.force();
        forceDirectory();
    }

    /** A new file is only there after a crash when its directory was forced, too. */
    private void forceDirectory() {
        try (FileChannel directory = FileChannel.open(place.directory(), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException notOnThisSystem) {
            log.debug("directories cannot be forced here", notOnThisSystem);
        }
    }

    /** Writes changes in their order. The ledger knows them afterwards, even when writing fails. */
    void write(List<Change> changes) throws IOException {
        entries.reset(salt);
        int done = 0;
        try {
            if (output == null) {
                throw new IOException("no segment could be begun");
            }
            for (Change change : changes) {
                entries.add(change);
                note(change);
                done++;
                if (entries.size() >= WRITE_BYTES) {
                    flush();
                }
            }
            flush();
        } finally {
            changes.subList(done, changes.size()).forEach(ledger::apply);
        }
    }

    private void note(Change change) {
        if (change instanceof KeptRecord record) {
            Objects.requireNonNull(active).contains(record);
        } else {
            ledger.apply(change);
        }
    }

    private void flush() throws IOException {
        ByteBuffer bytes = entries.finish();
        Segment segment = Objects.requireNonNull(active);
        long length = bytes.remaining();
        if (length > 0) {
            checkRoom(length);
            Objects.requireNonNull(output).write(bytes);
            segment.bytes(segment.bytes() + length);
        }
        entries.reset(salt);
    }

    private void checkRoom(long more) throws IOException {
        if (bytes() + more >= place.maxBytes()) {
            dropUnneeded();
            if (bytes() + more >= place.maxBytes()) {
                throw new IOException(
                        "the log has %d bytes and may have %d (stream.persistence.maxBytes); raise it, or shorten the retention"
                                        .formatted(bytes(), place.maxBytes())
                                + " of streams");
            }
        }
    }

    void force() throws IOException {
        Objects.requireNonNull(output).force();
    }

    /** What was written may be acknowledged: it stays, even when what follows cannot be written. */
    void acknowledge() {
        acknowledgedBytes = Objects.requireNonNull(active).bytes();
    }

    /** Goes on in a new segment when this one is long enough. */
    void rollWhenLong() throws IOException {
        if (Objects.requireNonNull(active).bytes() >= place.segmentBytes()) {
            force();
            leave();
            begin();
        }
    }

    /** Writing failed: what nobody was told of is cut off, so that it does not look like damage later. */
    void abandon() {
        Disk.Output failed = output;
        if (failed == null) {
            return;
        }
        try {
            failed.truncate(acknowledgedBytes);
        } catch (IOException stillThere) {
            log.debug("the next segment says how much of the one before counts", stillThere);
        }
        Objects.requireNonNull(active).bytes(acknowledgedBytes);
        try {
            leave();
        } catch (IOException closing) {
            log.debug("closing a segment that could not be written", closing);
        }
    }

    private void leave() throws IOException {
        Disk.Output left = Objects.requireNonNull(output);
        closed.add(Objects.requireNonNull(active));
        closedBytes = sum(closed);
        active = null;
        output = null;
        left.close();
    }

    /** Ends the log with everything on the device. */
    void close() throws IOException {
        if (output != null) {
            force();
            leave();
        }
    }

    /**
     * Deletes segments in which no record is left that anyone could read. The newest stays until a newer one is there:
     * its snapshot counts.
     */
    void dropUnneeded() {
        long now = place.time().millis();
        long newest = active != null || closed.isEmpty()
                ? nextNumber
                : closed.get(closed.size() - 1).number();
        closed.removeIf(segment -> segment.number() < newest && !segment.isNeeded(ledger, now) && delete(segment));
        closedBytes = sum(closed);
    }

    private static long sum(List<Segment> segments) {
        return segments.stream().mapToLong(Segment::bytes).sum();
    }

    private boolean delete(Segment segment) {
        try {
            place.disk().delete(segment.file());
            log.debug("{} is deleted: none of its records can be read any more", segment.file());
            return true;
        } catch (IOException failed) {
            log.warn("cannot delete {}, whose records all have left: {}", segment.file(), failed.toString());
            return false;
        }
    }
}
