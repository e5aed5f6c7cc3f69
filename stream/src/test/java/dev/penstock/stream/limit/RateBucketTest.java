package dev.penstock.stream.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateBucketTest {
    private final RateBucket bucket = new RateBucket(10);

    @Test
    void tokensOfASecondAreThereAgainAtItsEnd() {
        long passed = taken(12, 5_300);
        boolean late = bucket.tryTake(1, 6_299);
        long next = taken(12, 6_300);

        assertThat(passed).isEqualTo(10);
        assertThat(late).isFalse();
        assertThat(next).isEqualTo(10);
    }

    @Test
    void secondBeginsWithTheFirstUseAfterARest() {
        taken(10, 0);

        long passed = taken(10, 99_700);
        boolean before = bucket.tryTake(1, 100_699);
        boolean after = bucket.tryTake(1, 100_700);

        assertThat(passed).isEqualTo(10);
        assertThat(before).isFalse();
        assertThat(after).isTrue();
    }

    @Test
    void whatIsLargerThanASecondsTokensPassesAndIsPaidBack() {
        boolean large = bucket.tryTake(50, 0);

        assertThat(large).isTrue();
        assertThat(bucket.millisUntilOpen(1)).isEqualTo(4_999);
        assertThat(bucket.tryTake(1, 4_999)).isFalse();
        assertThat(bucket.tryTake(10, 5_000)).isTrue();
    }

    @Test
    void debtThatIsNoWholeSecondLeavesTheRestOfTheSecond() {
        bucket.take(25, 0);

        assertThat(bucket.isOpen(1_999)).isFalse();
        assertThat(taken(10, 2_000)).isEqualTo(5);
        assertThat(taken(12, 3_000)).isEqualTo(10);
    }

    @Test
    void openBucketNeedsNoWait() {
        bucket.take(9, 0);

        assertThat(bucket.millisUntilOpen(0)).isZero();
    }

    private long taken(int tries, long nowMillis) {
        return IntStream.range(0, tries)
                .filter(i -> bucket.tryTake(1, nowMillis))
                .count();
    }
}
