package dev.penstock.functions.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

    @ParameterizedTest(name = "after {0} failures: {1} ms")
    @CsvSource({"1, 500", "2, 1000", "3, 2000", "7, 32000", "8, 60000", "9, 60000", "2000000000, 60000"})
    void delayDoublesUpToAMinute(int failures, long millis) {
        assertThat(RetryPolicy.delay(failures).toMillis()).isEqualTo(millis);
    }

    @Test
    void noRetriesMeansOneAttemptAndMinusOneNeverEnds() {
        assertThat(new RetryPolicy(0).isExhausted(1)).isTrue();
        assertThat(new RetryPolicy(1).isExhausted(1)).isFalse();
        assertThat(new RetryPolicy(-1).isExhausted(Integer.MAX_VALUE)).isFalse();
    }
}
