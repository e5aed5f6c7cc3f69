package dev.penstock.stream.journal;

import static dev.penstock.stream.journal.Directory.keep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.stream.StreamPersistence;
import dev.penstock.stream.StreamPersistence.Fsync;
import dev.penstock.stream.local.Journal;
import dev.penstock.stream.local.Journal.KeptPositions;
import dev.penstock.stream.local.Journal.KeptRecord;
import dev.penstock.stream.local.Journal.KeptStream;
import dev.penstock.stream.local.Journal.Position;
import dev.penstock.stream.local.Journal.RemovedStream;
import dev.penstock.stream.local.Journal.TrimmedShard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
    @TempDir
    private Path path;

    private Directory directory;

    @BeforeEach
    void directory() {
        directory = new Directory(path);
    }

    @Test
    void streamsAndRecordsComeBackAsTheyWere() {
        KeptRecord empty = new KeptRecord(1, 3, 1, directory.time.millis(), Bytes.utf8("ключ"), Bytes.EMPTY, 0);
        KeptRecord large = directory.record(1, 3, 2, Bytes.wrap(new byte[3 * 1024 * 1024]));
        try (FileJournal journal = directory.open()) {
            keep(journal, directory.stream(1), directory.stream(2), empty, large, directory.record(2, 0, 7));
        }

        directory.open().close();

        assertThat(directory.streams).containsExactly(directory.stream(1), directory.stream(2));
        assertThat(directory.records).containsExactly(empty, large, directory.record(2, 0, 7));
    }

    @Test
    void lastImageOfAStreamCounts() {
        KeptStream changed = new KeptStream(1, 2 * Directory.DAY, "stream-1", Bytes.utf8("other"));
        try (FileJournal journal = directory.open()) {
            keep(journal, directory.stream(1));
            keep(journal, changed);
        }

        directory.open().close();

        assertThat(directory.streams).containsExactly(changed);
    }

    @Test
    void removedStreamStaysAwayWithItsRecords() {
        try (FileJournal journal = directory.open()) {
            keep(journal, directory.stream(1), directory.stream(2));
            keep(journal, directory.record(1, 0, 1), directory.record(2, 0, 2), new RemovedStream(1));
        }

        directory.open().close();

        assertThat(directory.streams).containsExactly(directory.stream(2));
        assertThat(directory.indexes()).containsExactly(2L);
    }

    @Test
    void lastPositionsOfEachConsumerComeBack() {
        KeptPositions begun = positions("a", new Position(0, 1, false));
        KeptPositions later = positions("a", new Position(0, 7, true), new Position(1, 1L << 40, false));
        KeptPositions other = positions("б");
        try (FileJournal journal = directory.open()) {
            keep(journal, directory.stream(1), begun, other, later);
        }
        directory.open().close();

        directory.open().close();

        assertThat(directory.positions).containsExactly(other, later);
    }

    private static KeptPositions positions(String consumer, Position... shards) {
        return new KeptPositions(1, consumer, List.of(shards));
    }

    @Test
    void positionsGoWithTheirStream() {
        try (FileJournal journal = directory.open()) {
            keep(journal, directory.stream(1), positions("a"), new RemovedStream(1));
            keep(journal, positions("late"), directory.stream(2));
        }

        directory.open().close();

        assertThat(directory.positions).isEmpty();
    }

    @Test
    void manyMovesAreOneEntryAndTheLastOneCounts() throws IOException {
        AtomicLong next = new AtomicLong();
        AtomicLong asked = new AtomicLong();
        Journal.Moving consumer = () -> {
            asked.incrementAndGet();
            return positions("a", new Position(0, next.get(), false));
        };
        try (FileJournal journal = directory.open()) {
            keep(journal, directory.stream(1));
            for (int move = 1; move <= 1_000; move++) {
                next.set(move);
                journal.moved(consumer);
            }
            directory.time.advance(Duration.ofMillis(100));
            assertThat(asked).hasValue(1);
            next.set(1_001);
            journal.moved(consumer);
        }

        directory.open().close();

        assertThat(asked).hasValue(2);
        assertThat(directory.positions).containsExactly(positions("a", new Position(0, 1_001, false)));
    }

    @Test
    void ofTooManyConsumersTheLongestUnmovedIsForgotten() {
        try (FileJournal journal = directory.open()) {
            keep(journal, directory.stream(1), positions("first"), positions("second"));
            for (int i = 0; i < 998; i++) {
                keep(journal, positions("consumer-" + i));
            }
            keep(journal, positions("first"), positions("one more"));
        }

        directory.open().close();

        assertThat(directory.positions)
                .hasSize(1_000)
                .contains(positions("first"), positions("one more"))
                .doesNotContain(positions("second"));
    }

    @Test
    void expiredAndTrimmedRecordsStayAway() {
        try (FileJournal journal = directory.open()) {
            keep(journal, directory.stream(1), directory.record(1, 0, 1));
            directory.time.advance(Duration.ofHours(1));
            keep(journal, directory.record(1, 0, 2), directory.record(1, 0, 3), directory.record(1, 1, 1));
            keep(journal, new TrimmedShard(1, 0, 3));
        }
        directory.time.advance(Duration.ofHours(23).plusSeconds(1));

        directory.open().close();

        assertThat(directory.records)
                .extracting(KeptRecord::shard, KeptRecord::index)
                .containsExactly(Tuple.tuple(0, 3L), Tuple.tuple(1, 1L));
    }

    @Test
    void runsNumberTheirRecordsAndStreamsApart() {
        long[] ids = new long[3];
        for (int run = 0; run < ids.length; run++) {
            try (FileJournal journal = directory.open()) {
                ids[run] = journal.newStreamId();
            }
        }

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(Journal.firstIndex(1)).isEqualTo(1L << 40).isLessThan(Journal.firstIndex(2));
    }

    @Test
    void logOfManySegmentsComesBackInOrder() throws IOException {
        Bytes data = Bytes.wrap(new byte[10_000]);
        try (FileJournal journal = directory.open(Disk.fileSystem(), Fsync.never(), 100_000)) {
            keep(journal, directory.stream(1));
            for (long index = 1; index <= 100; index++) {
                keep(journal, directory.record(1, 0, index, data));
            }
        }
        int segments = directory.segments().size();

        directory.open().close();

        assertThat(segments).isGreaterThan(9);
        assertThat(directory.indexes())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 100).boxed().toList());
    }

    @Test
    void segmentsWhoseRecordsAllHaveLeftAreDeleted() throws IOException {
        Bytes data = Bytes.wrap(new byte[10_000]);
        try (FileJournal journal = directory.open(Disk.fileSystem(), Fsync.always(), 50_000)) {
            keep(journal, directory.stream(1), directory.stream(2));
            for (long index = 1; index <= 50; index++) {
                keep(journal, directory.record(1, 0, index, data));
            }
            keep(journal, directory.record(2, 0, 1));
            directory.time.advance(Duration.ofDays(1).plusSeconds(1));
            for (long index = 51; index <= 60; index++) {
                keep(journal, directory.record(1, 0, index, data));
            }
        }
        int kept = directory.segments().size();

        directory.open().close();

        assertThat(kept).isLessThan(5);
        assertThat(directory.streams).containsExactly(directory.stream(1), directory.stream(2));
        assertThat(directory.indexes())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(51, 60).boxed().toList());
    }

    @Test
    void secondPipelineOnTheSameDirectoryIsRefused() {
        try (FileJournal first = directory.open()) {
            assertThatThrownBy(directory::open)
                    .isInstanceOf(StartException.class)
                    .hasMessageContainingAll(path.toString(), "in use by another pipeline of this process");
            assertThatThrownBy(directory::open).hasMessageContaining("in use");
            keep(first, directory.stream(1));
        }

        directory.open().close();

        assertThat(directory.streams).hasSize(1);
    }

    @Test
    void newerFormatIsRefusedByName() throws IOException {
        directory.open().close();
        Path segment = directory.segments().get(0);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment));
        Files.write(segment, bytes.putInt(8, 2).array());

        assertThatThrownBy(directory::open)
                .isInstanceOf(StartException.class)
                .hasMessageContainingAll(segment.toString(), "journal format 2", "reads and writes format 1");
    }

    @Test
    void foreignFileIsRefusedByName() throws IOException {
        Path foreign = Files.writeString(SegmentFormat.file(path, 5), "x".repeat(100));

        assertThatThrownBy(directory::open)
                .isInstanceOf(StartException.class)
                .hasMessageContainingAll(foreign.toString(), "not a segment of a Penstock journal");
    }

    @Test
    void directoryThatCannotBeMadeIsRefused() throws IOException {
        Path file = Files.writeString(path.resolve("file"), "");
        Directory below = new Directory(file.resolve("below"));

        assertThatThrownBy(below::open)
                .isInstanceOf(StartException.class)
                .hasMessageContainingAll("cannot use directory", file.toString());
    }

    @Test
    void closedJournalTakesNothing() {
        FileJournal journal = directory.open();
        journal.close();
        journal.close();

        assertThatThrownBy(journal::mark).isInstanceOf(AwsException.class).hasMessageContaining("shutting down");
        assertThatThrownBy(() -> journal.tryReserve(1)).isInstanceOf(AwsException.class);
    }

    @Test
    void logBeyondItsBoundRefusesUntilRecordsLeave() {
        StreamPersistence small = new StreamPersistence(path, Fsync.never(), StreamPersistence.LEAST_MAX_BYTES);
        Bytes data = Bytes.wrap(new byte[8 * 1024 * 1024]);
        try (FileJournal journal = directory.open(Disk.fileSystem(), small, 8 * 1024 * 1024)) {
            keep(journal, directory.stream(1));
            for (long index = 1; index <= 7; index++) {
                keep(journal, directory.record(1, 0, index, data));
            }
            assertThatThrownBy(() -> keep(journal, directory.record(1, 0, 8, data)))
                    .hasMessageContaining("could not write");
            assertThatThrownBy(journal::mark).isInstanceOf(AwsException.class);
            directory.time.advance(Duration.ofDays(1).plusSeconds(2));
            keep(journal, directory.record(1, 0, 9, data));
        }

        directory.open().close();

        assertThat(directory.indexes()).isEqualTo(List.of(9L));
    }
}
