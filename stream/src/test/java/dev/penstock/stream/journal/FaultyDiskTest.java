package dev.penstock.stream.journal;

import static dev.penstock.stream.journal.Directory.keep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.StreamPersistence.Fsync;
import dev.penstock.stream.local.Journal.KeptRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultyDiskTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path path;

    private final FaultyDisk disk = new FaultyDisk();
    private Directory directory;

    @BeforeEach
    void directory() {
        directory = new Directory(path);
    }

    @ParameterizedTest(name = "room for {0} bytes, cutting off works: {1}")
    @CsvSource({"0,true", "1,true", "20,true", "99,true", "20,false", "99,false"})
    void fullDiskRefusesAndGoesOnWhenThereIsRoom(long room, boolean cuttingOffWorks) {
        try (FileJournal journal = directory.open(disk, Fsync.always(), 1024 * 1024)) {
            keep(journal, directory.stream(1), directory.record(1, 0, 1));
            disk.room.set(room);
            disk.failTruncate = !cuttingOffWorks;
            assertThatThrownBy(() -> keep(journal, directory.record(1, 0, 2, Bytes.wrap(new byte[200]))))
                    .hasRootCauseInstanceOf(AwsException.class)
                    .hasMessageContaining("could not write this to disk");
            assertThatThrownBy(journal::mark).isInstanceOf(AwsException.class);
            assertThatThrownBy(() -> journal.tryReserve(1)).isInstanceOf(AwsException.class);
            directory.time.advance(Duration.ofSeconds(3));
            assertThatThrownBy(journal::mark).as("still full").isInstanceOf(AwsException.class);
            disk.room.set(Long.MAX_VALUE);
            directory.time.advance(Duration.ofSeconds(1));
            keep(journal, directory.record(1, 0, 3));
        }

        directory.open().close();

        assertThat(directory.streams).containsExactly(directory.stream(1));
        assertThat(directory.indexes()).containsExactly(1L, 3L);
    }

    @Test
    void changeThatCouldNotBeWrittenIsInTheNextSegment() {
        try (FileJournal journal = directory.open(disk, Fsync.always(), 1024 * 1024)) {
            disk.room.set(10);
            assertThatThrownBy(() -> keep(journal, directory.stream(1))).hasRootCauseInstanceOf(AwsException.class);
            disk.room.set(Long.MAX_VALUE);
            directory.time.advance(Duration.ofSeconds(1));
            keep(journal, directory.record(1, 0, 1));
        }

        directory.open().close();

        assertThat(directory.streams).containsExactly(directory.stream(1));
        assertThat(directory.indexes()).containsExactly(1L);
    }

    @Test
    void failedForceIsNoAcknowledgement() {
        try (FileJournal journal = directory.open(disk, Fsync.always(), 1024 * 1024)) {
            keep(journal, directory.stream(1));
            disk.failForce = true;
            assertThatThrownBy(() -> keep(journal, directory.record(1, 0, 1)))
                    .hasRootCauseInstanceOf(AwsException.class);
            disk.failForce = false;
            directory.time.advance(Duration.ofSeconds(1));
            keep(journal, directory.record(1, 0, 2));
        }

        directory.open().close();

        assertThat(directory.indexes()).containsExactly(2L);
    }

    @Test
    void whatComesDuringAForceSharesTheNext() {
        try (FileJournal journal = directory.open(disk, Fsync.always(), 1024 * 1024)) {
            keep(journal, directory.stream(1));
            int before = disk.forces.get();
            disk.forcing.drainPermits();
            long mark = journal.mark();
            List<CompletableFuture<Void>> kept = new ArrayList<>();
            journal.keep(directory.record(1, 0, 1));
            kept.add(journal.kept(mark).toCompletableFuture());
            Awaitility.await().atMost(LIMIT).until(() -> disk.forces.get() == before + 1);
            for (long index = 2; index <= 17; index++) {
                journal.keep(directory.record(1, 0, index));
                kept.add(journal.kept(mark).toCompletableFuture());
            }
            assertThat(kept).noneMatch(CompletableFuture::isDone);
            disk.forcing.release(1);
            CompletableFuture.allOf(kept.toArray(CompletableFuture[]::new))
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();

            assertThat(disk.forces.get() - before).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 250})
    void intervalForcesOnceByTheClock(int millis) {
        Fsync fsync = Fsync.every(Duration.ofMillis(millis));
        try (FileJournal journal = directory.open(disk, fsync, 1024 * 1024)) {
            int before = disk.forces.get();
            keep(journal, directory.stream(1));
            keep(journal, directory.record(1, 0, 1));
            assertThat(disk.forces.get()).isEqualTo(before);
            directory.time.advance(Duration.ofMillis(millis - 1));
            assertThat(disk.forces.get()).isEqualTo(before);
            directory.time.advance(Duration.ofMillis(1));
            assertThat(disk.forces.get()).isEqualTo(before + 1);
            directory.time.advance(Duration.ofMinutes(1));
            assertThat(disk.forces.get()).as("nothing new to force").isEqualTo(before + 1);
        }
    }

    @Test
    void roomIsReservedBeforeAndGivenBackAfterWriting() throws IOException {
        try (FileJournal journal = directory.open(disk, Fsync.always(), 1024 * 1024)) {
            keep(journal, directory.stream(1));
            CompletableFuture<Void> room = new CompletableFuture<>();
            journal.onRoom(() -> room.complete(null));
            disk.forcing.drainPermits();
            long half = 40L * 1024 * 1024;
            assertThat(journal.tryReserve(half)).isTrue();
            assertThat(journal.tryReserve(half)).isFalse();
            journal.keep(new KeptRecord(1, 0, 1, directory.time.millis(), Bytes.utf8("k"), Bytes.utf8("v"), half));
            assertThat(journal.tryReserve(half)).isFalse();
            disk.forcing.release(1);
            room.orTimeout(60, TimeUnit.SECONDS).join();

            assertThat(journal.tryReserve(half)).isTrue();
        }
    }
}
