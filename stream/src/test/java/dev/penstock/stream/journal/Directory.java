package dev.penstock.stream.journal;

import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.StreamPersistence;
import dev.penstock.stream.StreamPersistence.Fsync;
import dev.penstock.stream.local.Journal;
import dev.penstock.stream.local.Journal.KeptPositions;
import dev.penstock.stream.local.Journal.KeptRecord;
import dev.penstock.stream.local.Journal.KeptStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A directory with a journal in it, opened and closed by a test. */
final class Directory {
    static final long DAY = Duration.ofDays(1).toMillis();

    final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    final List<KeptStream> streams = new ArrayList<>();
    final List<KeptPositions> positions = new ArrayList<>();
    final List<KeptRecord> records = new ArrayList<>();
    private final Path path;

    Directory(Path path) {
        this.path = path;
    }

    /** Opens a journal; {@link #streams} and {@link #records} are then what it gave back. */
    FileJournal open() {
        return open(Disk.fileSystem(), Fsync.always(), 1024 * 1024);
    }

    FileJournal open(Disk disk, Fsync fsync, long segmentBytes) {
        return open(disk, new StreamPersistence(path, fsync, StreamPersistence.LEAST_MAX_BYTES), segmentBytes);
    }

    FileJournal open(Disk disk, StreamPersistence settings, long segmentBytes) {
        streams.clear();
        positions.clear();
        records.clear();
        FileJournal journal = new FileJournal(settings, time, disk, segmentBytes);
        try {
            journal.open(new Journal.Recovery() {
                @Override
                public void stream(KeptStream stream) {
                    streams.add(stream);
                }

                @Override
                public void positions(KeptPositions kept) {
                    positions.add(kept);
                }

                @Override
                public void record(KeptRecord record) {
                    records.add(record);
                }
            });
            return journal;
        } catch (RuntimeException refused) {
            journal.close();
            throw refused;
        }
    }

    KeptStream stream(long id) {
        return new KeptStream(id, DAY, "stream-" + id, Bytes.utf8("image of " + id));
    }

    KeptRecord record(long stream, int shard, long index) {
        return record(stream, shard, index, Bytes.utf8("data " + index));
    }

    KeptRecord record(long stream, int shard, long index, Bytes data) {
        return new KeptRecord(stream, shard, index, time.millis(), Bytes.utf8("key-" + index), data, 0);
    }

    /** Keeps changes and returns when they are safe, or fails. */
    static void keep(FileJournal journal, Journal.Change... changes) {
        long mark = journal.mark();
        Stream.of(changes).forEach(journal::keep);
        CompletableFuture<Void> kept = journal.kept(mark).toCompletableFuture();
        kept.orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** The segments, oldest first. */
    List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> SegmentFormat.number(file).isPresent())
                    .sorted()
                    .toList();
        }
    }

    List<Long> indexes() {
        return records.stream().map(KeptRecord::index).toList();
    }
}
