package dev.penstock.stream.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.time.TestTime;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThroughputTest {
    private static final long MIB = 1024L * 1024;

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final Throughput shard = new Throughput(time);

    @Test
    void record1001InASecondIsRefusedAndTheNextSecondTakesAThousandAgain() {
        long first = written(1_001, 10);
        time.advance(Duration.ofMillis(999));
        boolean early = shard.tryWrite(10);
        time.advance(Duration.ofMillis(1));
        long next = written(1_001, 10);

        assertThat(first).isEqualTo(1_000);
        assertThat(early).isFalse();
        assertThat(next).isEqualTo(1_000);
    }

    @Test
    void shardRestsOnceASecondHasPassedSinceItsLastUse() {
        boolean unused = shard.isAtRest();
        shard.tryIterator();
        boolean used = shard.isAtRest();
        time.advance(Duration.ofSeconds(1));

        assertThat(unused).isTrue();
        assertThat(used).isFalse();
        assertThat(shard.isAtRest()).isTrue();
    }

    @Test
    void oneMebibyteIsWrittenInASecondToTheByte() {
        boolean most = shard.tryWrite(MIB - 1);
        boolean tooMuch = shard.tryWrite(2);
        boolean rest = shard.tryWrite(1);
        boolean empty = shard.tryWrite(1);

        assertThat(most).isTrue();
        assertThat(tooMuch).isFalse();
        assertThat(rest).isTrue();
        assertThat(empty).isFalse();
    }

    @Test
    void refusedRecordCountsForNothing() {
        shard.tryWrite(MIB);

        long refused = written(5_000, 1);
        time.advance(Duration.ofSeconds(1));

        assertThat(refused).isZero();
        assertThat(written(1_000, 10)).isEqualTo(1_000);
    }

    @Test
    void recordOfTenMebibytesPassesAndHoldsTheShardForTenSeconds() {
        boolean large = shard.tryWrite(10 * MIB);
        time.advance(Duration.ofMillis(9_999));
        boolean early = shard.tryWrite(1);
        time.advance(Duration.ofMillis(1));

        assertThat(large).isTrue();
        assertThat(early).isFalse();
        assertThat(shard.tryWrite(MIB)).isTrue();
    }

    @Test
    void sixthReadInASecondIsRefused() {
        long reads = IntStream.range(0, 6).filter(i -> shard.tryRead()).count();
        time.advance(Duration.ofSeconds(1));

        assertThat(reads).isEqualTo(5);
        assertThat(shard.tryRead()).isTrue();
    }

    @Test
    void readOfTenMebibytesHoldsReadsForFiveSeconds() {
        shard.tryRead();
        shard.wasRead(10 * MIB);

        time.advance(Duration.ofMillis(4_999));
        boolean early = shard.tryRead();
        time.advance(Duration.ofMillis(1));

        assertThat(early).isFalse();
        assertThat(shard.tryRead()).isTrue();
    }

    @Test
    void readsWritesAndIteratorsHaveRatesOfTheirOwn() {
        written(1_001, 10);
        IntStream.range(0, 6).forEach(i -> shard.tryRead());

        long iterators = IntStream.range(0, 6).filter(i -> shard.tryIterator()).count();

        assertThat(iterators).isEqualTo(5);
    }

    private long written(int records, long bytes) {
        return IntStream.range(0, records).filter(i -> shard.tryWrite(bytes)).count();
    }
}
