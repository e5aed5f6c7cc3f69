package dev.penstock.stream.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.platform.data.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordLogTest {
    private static final int LARGE = Chunk.MOST_INLINE_DATA + 1;

    private final RecordLog log = new RecordLog();

    private static NewRecord record(String key, byte[] data) {
        return new NewRecord(key, null, Bytes.wrap(data));
    }

    private void append(int count, int dataBytes) {
        for (int i = 0; i < count; i++) {
            long index = log.next();
            byte[] data = new byte[dataBytes];
            if (dataBytes > 0) {
                data[0] = (byte) index;
            }
            assertThat(log.append(record("key-" + index, data), 10 * index)).isEqualTo(index);
        }
    }

    private static List<Long> indexes(LogView view, long from) {
        List<Long> found = new ArrayList<>();
        for (int number = view.chunkAt(from); number < view.chunkCount(); number++) {
            Chunk chunk = view.chunk(number);
            for (long index = Math.max(Math.max(from, view.first()), chunk.base()); index < view.end(number); index++) {
                assertThat(chunk.key(index)).isEqualTo("key-" + index);
                assertThat(chunk.arrivalMillis(index)).isEqualTo(10 * index);
                assertThat(chunk.dataLength(index)).isEqualTo(chunk.data(index).length());
                if (chunk.dataLength(index) > 0) {
                    assertThat(chunk.data(index).at(0)).isEqualTo((byte) index);
                }
                found.add(index);
            }
        }
        return found;
    }

    private static List<Long> range(long from, long end) {
        List<Long> all = new ArrayList<>();
        for (long index = from; index < end; index++) {
            all.add(index);
        }
        return all;
    }

    @Test
    void recordsOfAllSizesComeBackAsTheyWere() {
        Random random = new Random(1);
        for (int i = 0; i < 3_000; i++) {
            append(1, random.nextInt(10) == 0 ? random.nextInt(3 * LARGE) : random.nextInt(200));
        }

        LogView view = log.view();

        assertThat(indexes(view, 0)).isEqualTo(range(1, 3_001));
        assertThat(indexes(view, 2_500)).isEqualTo(range(2_500, 3_001));
        assertThat(view.chunkCount()).isGreaterThan(5);
    }

    @Test
    void emptyDataAndLongKeysHaveAPlace() {
        String key = "\u20ac".repeat(256);

        log.append(record(key, new byte[0]), 5);

        Chunk chunk = log.view().chunk(0);
        assertThat(chunk.key(1)).isEqualTo(key);
        assertThat(chunk.data(1)).isSameAs(Bytes.EMPTY);
        assertThat(log.heldContent()).isEqualTo(768);
    }

    @Test
    void dataOfALargeRecordIsNotCopied() {
        byte[] large = new byte[LARGE];

        log.append(record("k", large), 5);

        assertThat(log.view().chunk(0).data(1).array()).isSameAs(large);
    }

    @Test
    void largeDataThatIsPartOfALargerArrayIsCopiedOutOfIt() {
        byte[] request = new byte[10 * LARGE];

        log.append(new NewRecord("k", null, Bytes.wrap(request, 5, LARGE)), 5);

        assertThat(log.view().chunk(0).data(1).array()).hasSize(LARGE);
    }

    @Test
    void viewDoesNotSeeWhatComesLater() {
        append(3, 10);
        LogView view = log.view();

        append(5_000, 10);

        assertThat(indexes(view, 0)).isEqualTo(range(1, 4));
        assertThat(view.ceiling(4)).isEqualTo(4);
    }

    @Test
    void viewGoesOnWithRecordsThatHaveLeft() {
        append(5_000, 100);
        LogView view = log.view();

        while (log.trimOldest(5_101, Long.MAX_VALUE) > 0) {
            append(log.next() < 5_101 ? 10 : 0, 100);
        }

        assertThat(indexes(view, 0)).isEqualTo(range(1, 5_001));
        assertThat(log.view().isEmpty()).isTrue();
        assertThat(log.view().chunkCount()).isZero();
    }

    @Test
    void trimmingGivesBackWhatTheRecordsCost() {
        Random random = new Random(2);
        long cost = 0;
        for (int i = 0; i < 2_000; i++) {
            int bytes = random.nextInt(20) == 0 ? LARGE : random.nextInt(300);
            cost += record("key-" + log.next(), new byte[bytes]).cost();
            append(1, bytes);
        }

        long freed = 0;
        for (long end = 0; end < 2_500; end += 1 + random.nextInt(30)) {
            for (long more = log.trimOldest(end, Long.MAX_VALUE);
                    more > 0;
                    more = log.trimOldest(end, Long.MAX_VALUE)) {
                freed += more;
            }
            assertThat(indexes(log.view(), 0)).isEqualTo(range(Math.max(1, Math.min(end, 2_001)), 2_001));
        }

        assertThat(freed).isEqualTo(cost);
        assertThat(log.heldContent()).isZero();
    }

    @Test
    void trimmingStopsWhenEnoughIsFree() {
        append(10, 100);

        long freed = log.trimOldest(9, 1);

        assertThat(freed).isEqualTo(record("key-1", new byte[100]).cost());
        assertThat(log.first()).isEqualTo(2);
    }

    @Test
    void mostlyTrimmedChunkIsNotKept() {
        append(20_000, 100);
        while (log.first() < 19_990) {
            log.trimOldest(19_990, Long.MAX_VALUE);
        }

        LogView view = log.view();

        assertThat(indexes(view, 0)).isEqualTo(range(19_990, 20_001));
        assertThat(view.chunkCount()).isEqualTo(1);
        assertThat(view.chunk(0).heldBytes()).isLessThan(4_000);
    }

    @Test
    void largeDataThatWasTrimmedIsNotKept() {
        append(200, 100_000);

        for (long end = 2; end <= 200; end++) {
            log.trimOldest(end, Long.MAX_VALUE);
            long held = 0;
            for (int number = 0; number < log.view().chunkCount(); number++) {
                held += log.view().chunk(number).heldBytes();
            }
            assertThat(held).isLessThanOrEqualTo(log.heldContent() + 1_200_000);
        }
    }

    @Test
    void chunksAreNotMuchLargerThanWhatTheyHold() {
        for (int i = 0; i < 5_000; i++) {
            append(1, i % 2 == 0 ? 100 : LARGE + 20_000);
        }

        long held = 0;
        LogView view = log.view();
        for (int number = 0; number < view.chunkCount(); number++) {
            held += view.chunk(number).heldBytes();
        }

        assertThat(held).isLessThan(log.heldContent() + log.heldContent() / 16 + RecordLog.LARGEST);
    }

    @Test
    void indexesMayBeSkipped() {
        append(3, 10);
        log.skipTo(1_000);
        append(2, 10);

        LogView view = log.view();

        assertThat(indexes(view, 0)).containsExactly(1L, 2L, 3L, 1_000L, 1_001L);
        assertThat(view.ceiling(4)).isEqualTo(1_000);
        assertThat(view.ceiling(1_002)).isEqualTo(1_002);
        assertThat(view.firstSince(31)).isEqualTo(1_000);
        log.trimOldest(900, Long.MAX_VALUE);
        assertThat(log.first()).isEqualTo(1_000);
        assertThatThrownBy(() -> log.skipTo(5)).hasMessageContaining("from record index 1002 to 5");
    }

    @Test
    void timesAreFoundAmongManyEqualOnes() {
        for (int i = 0; i < 30_000; i++) {
            log.append(record("k", new byte[20]), i / 7_000);
        }

        LogView view = log.view();

        assertThat(view.firstSince(-1)).isEqualTo(1);
        assertThat(view.firstSince(0)).isEqualTo(1);
        assertThat(view.firstSince(1)).isEqualTo(7_001);
        assertThat(view.firstSince(4)).isEqualTo(28_001);
        assertThat(view.firstSince(5)).isEqualTo(30_001);
    }
}
