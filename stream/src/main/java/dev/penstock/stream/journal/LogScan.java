package dev.penstock.stream.journal;

import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.local.Journal.Change;
import dev.penstock.stream.local.Journal.KeptRecord;
import dev.penstock.stream.local.Journal.Recovery;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a log from its beginning. The newest segment says which streams there are; the records of all segments that
 * belong to them and are in retention are given back.
 */
final class LogScan {
    private static final Logger log = LoggerFactory.getLogger(LogScan.class);
    private static final long TELL_EVERY_MILLIS = 3_000;

    private final Path directory;
    private final Time time;
    private final Recovery into;
    private final List<Segment> segments = new ArrayList<>();
    private long records;
    private long toldMillis;

    private LogScan(Path directory, Time time, Recovery into) {
        this.directory = directory;
        this.time = time;
        this.into = into;
        this.toldMillis = time.millis();
    }

    /**
     * What a log holds.
     *
     * @param run the highest of its runs; -1 when there is none
     */
    record Found(long run, Ledger ledger, List<Segment> segments) {}

    /** @throws StartException when a file is damaged, foreign or newer, or cannot be read */
    static Found read(Path directory, Time time, Recovery into) {
        LogScan scan = new LogScan(directory, time, into);
        try {
            return scan.all();
        } catch (IOException failed) {
            throw new StartException("stream.persistence: cannot read %s (%s)".formatted(directory, failed), failed);
        }
    }

    private Found all() throws IOException {
        List<Path> files = files();
        Streams newest = newestWhole(files);
        if (newest == null) {
            return new Found(-1, new Ledger(), List.of());
        }
        newest.ledger.streams().forEach(into::stream);
        newest.ledger.positions().forEach(into::positions);
        int last = files.size() - 1;
        for (int i = 0; i < last; i++) {
            older(files.get(i), newest);
            tell(i + 1, files.size());
        }
        Segment segment = segment(files.get(last));
        read(segment.file(), new Records(segment, newest.ledger));
        segment.bytes(Files.size(segment.file()));
        log.info(
                "{}: {} streams and {} records of {} segments are back",
                directory,
                newest.ledger.streams().size(),
                records,
                files.size());
        return new Found(newest.run, newest.ledger, segments);
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path file : all) {
                if (SegmentFormat.number(file).isPresent()) {
                    files.add(file);
                }
            }
        }
        files.sort(Comparator.comparing(file -> file.getFileName().toString()));
        return files;
    }

    /**
     * Finds the newest segment whose snapshot is whole, and reads the streams from it. Files behind it were begun and not
     * finished: nothing was ever acknowledged in them. They are deleted and leave the list.
     */
    private @Nullable Streams newestWhole(List<Path> files) throws IOException {
        while (!files.isEmpty()) {
            Path file = files.get(files.size() - 1);
            Streams streams = new Streams();
            read(file, streams).ifPresent(header -> streams.run = header.run());
            if (streams.whole) {
                return streams;
            }
            log.warn("{} has no whole beginning: Penstock ended while it was being made; it is deleted", file);
            Files.delete(file);
            files.remove(files.size() - 1);
        }
        return null;
    }

    /** Reads the newest file; a crash can have torn its end, which is cut off. */
    private Optional<SegmentFormat.Header> read(Path file, EntryVisitor visitor) throws IOException {
        long whole;
        long torn;
        Optional<SegmentFormat.Header> header;
        try (SegmentReader reader = SegmentReader.open(file)) {
            header = reader.header();
            if (header.isEmpty()) {
                return header;
            }
            long salt = header.get().salt();
            whole = readUpTo(Long.MAX_VALUE, reader, salt, visitor);
            torn = reader.fileBytes() - whole;
            if (torn > 0 && reader.anotherEntryFollows(salt)) {
                throw SegmentFormat.damaged(file, whole);
            }
        }
        if (torn > 0) {
            log.warn("{} ends with {} bytes of an entry that was not finished; they are cut off", file, torn);
            cut(file, whole);
        }
        return header;
    }

    /** Reads a file that others followed: all of it that the newest says must be there. */
    private void older(Path file, Streams newest) throws IOException {
        Segment segment = segment(file);
        Long counts = newest.lengths.get(segment.number());
        if (counts == null) {
            log.warn("{} is no part of the log any more; it is deleted", file);
            Files.delete(file);
            segments.remove(segment);
            return;
        }
        try (SegmentReader reader = SegmentReader.open(file)) {
            SegmentFormat.Header header = reader.header().orElseThrow(() -> SegmentFormat.damaged(file, 0));
            long whole = readUpTo(counts, reader, header.salt(), new Records(segment, newest.ledger));
            if (whole != counts) {
                throw SegmentFormat.damaged(file, whole);
            }
        }
        segment.bytes(counts);
    }

    private static long readUpTo(long counts, SegmentReader reader, long salt, EntryVisitor visitor)
            throws IOException {
        while (reader.offset() < counts && reader.next(salt, visitor)) {
            // the visitor has it
        }
        return reader.offset();
    }

    private Segment segment(Path file) {
        Segment segment = new Segment(file, SegmentFormat.number(file).orElseThrow());
        segments.add(segment);
        return segment;
    }

    private static void cut(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
            channel.force(true);
        }
    }

    private void tell(int done, int all) {
        long now = time.millis();
        if (now - toldMillis >= TELL_EVERY_MILLIS) {
            toldMillis = now;
            log.info("{}: {} of {} segments read, {} records so far", directory, done, all, records);
        }
    }

    /** Reads which streams there are; passes over records. */
    private static final class Streams implements EntryVisitor {
        private final Ledger ledger = new Ledger();
        private Map<Long, Long> lengths = Map.of();
        private boolean whole;
        private long run;

        @Override
        public void change(Change change) {
            ledger.apply(change);
        }

        @Override
        public boolean wantsRecords() {
            return false;
        }

        @Override
        public void snapshotEnd(Map<Long, Long> older) {
            lengths = older;
            whole = true;
        }
    }

    /** Gives back the records that are still to be had. */
    private final class Records implements EntryVisitor {
        private final Segment segment;
        private final Ledger ledger;

        Records(Segment segment, Ledger ledger) {
            this.segment = segment;
            this.ledger = ledger;
        }

        @Override
        public void change(Change change) {
            if (change instanceof KeptRecord record && ledger.isLive(record, time.millis())) {
                segment.contains(record);
                into.record(record);
                records++;
            }
        }

        @Override
        public boolean wantsRecords() {
            return true;
        }

        @Override
        public void snapshotEnd(Map<Long, Long> lengths) {
            // the streams are known
        }
    }
}
