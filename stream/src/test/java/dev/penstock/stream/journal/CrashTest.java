package dev.penstock.stream.journal;

import static dev.penstock.stream.journal.Directory.keep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.lifecycle.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash, or a bad disk, does to the files of a log. */
class CrashTest {
    private static final int HEADER = SegmentFormat.HEADER_BYTES;

    @TempDir
    private Path path;

    private Directory directory;

    @BeforeEach
    void directory() {
        directory = new Directory(path);
    }

    /** One segment with a stream and records 1 to 3, each in an entry of its own; returns where the last entry begins. */
    private int written() throws IOException {
        try (FileJournal journal = directory.open()) {
            keep(journal, directory.stream(1));
            keep(journal, directory.record(1, 0, 1));
            keep(journal, directory.record(1, 0, 2));
            int start = (int) Files.size(directory.segments().get(0));
            keep(journal, directory.record(1, 0, 3));
            return start;
        }
    }

    private Path segment() throws IOException {
        return directory.segments().get(0);
    }

    /** Puts the log back to one segment with some content. */
    private void restore(byte[] content) throws IOException {
        for (Path file : directory.segments()) {
            Files.delete(file);
        }
        Files.write(SegmentFormat.file(path, 1), content);
    }

    @Test
    void tornEndIsCutOffAtEveryByteOfTheLastEntry() throws IOException {
        int last = written();
        byte[] whole = Files.readAllBytes(segment());

        for (int length = last; length < whole.length; length++) {
            restore(Arrays.copyOf(whole, length));
            try (FileJournal journal = directory.open()) {
                assertThat(directory.indexes()).as("cut at %d", length).containsExactly(1L, 2L);
                keep(journal, directory.record(1, 0, 4));
            }
            directory.open().close();
            assertThat(directory.indexes()).as("cut at %d, then more", length).containsExactly(1L, 2L, 4L);
        }
    }

    @Test
    void tornBeginningOfANewSegmentIsPassedOver() throws IOException {
        written();
        byte[] second;
        directory.open().close();
        second = Files.readAllBytes(directory.segments().get(1));
        byte[] first = Files.readAllBytes(segment());

        for (int length = 0; length < second.length; length++) {
            restore(first);
            Files.write(SegmentFormat.file(path, 2), Arrays.copyOf(second, length));
            directory.open().close();
            assertThat(directory.indexes())
                    .as("second segment cut at %d", length)
                    .containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void zerosAtTheEndAreATornEnd() throws IOException {
        int last = written();
        byte[] zeroed = Files.readAllBytes(segment());
        Arrays.fill(zeroed, last, zeroed.length, (byte) 0);
        restore(Arrays.copyOf(zeroed, zeroed.length + 4096));

        directory.open().close();

        assertThat(directory.indexes()).containsExactly(1L, 2L);
    }

    @Test
    void flippedBitBeforeTheLastEntryIsToldWithFileAndOffset() throws IOException {
        int last = written();
        byte[] whole = Files.readAllBytes(segment());
        Random random = new Random(4);

        for (int at = HEADER; at < last; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            restore(flipped);
            assertThatThrownBy(directory::open)
                    .as("bit at %d", at)
                    .isInstanceOf(StartException.class)
                    .hasMessageContainingAll(segment().toString(), "damaged at byte ", "truncate -s");
            assertThat(segment()).as("nothing is changed").hasBinaryContent(flipped);
        }
    }

    @Test
    void flippedBitInTheHeaderIsRefused() throws IOException {
        written();
        byte[] whole = Files.readAllBytes(segment());

        for (int at = 0; at < HEADER; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x10;
            restore(flipped);
            assertThatThrownBy(directory::open)
                    .as("bit at %d", at)
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining(segment().toString());
        }
    }

    @Test
    void olderSegmentMustBeWholeToItsLastByte() throws IOException {
        int last = written();
        directory.open().close();
        Path older = segment();
        byte[] whole = Files.readAllBytes(older);

        Files.write(older, Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(directory::open)
                .isInstanceOf(StartException.class)
                .hasMessageContainingAll(older.toString(), "damaged at byte " + last);

        Files.write(older, Arrays.copyOf(whole, whole.length + 5));
        directory.open().close();
        assertThat(directory.indexes()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void entryInsideOfARecordIsNotTakenForOneOfTheLog() throws IOException {
        written();
        byte[] log = Files.readAllBytes(segment());
        restore(new byte[0]);
        Directory other = directory;
        int start;
        try (FileJournal journal = other.open()) {
            keep(journal, other.stream(1), other.record(1, 0, 1));
            start = (int) Files.size(other.segments().get(0));
            keep(journal, other.record(1, 0, 2, Bytes.wrap(log)));
        }
        byte[] whole = Files.readAllBytes(segment());
        restore(Arrays.copyOf(whole, whole.length - 1));

        other.open().close();

        assertThat(start).isLessThan(whole.length);
        assertThat(other.indexes()).containsExactly(1L);
    }
}
