package dev.penstock.functions.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.functions.MappingSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private static final Backoff AWS =
            new Backoff(MappingSettings.DEFAULT.firstRetry(), MappingSettings.DEFAULT.longestRetry());

    @ParameterizedTest(name = "after {0} failures: {1} ms")
    @CsvSource({"1, 500", "2, 1000", "3, 2000", "7, 32000", "8, 60000", "9, 60000", "2000000000, 60000"})
    void delayDoublesUpToAMinute(int failures, long millis) {
        assertThat(AWS.millis(failures)).isEqualTo(millis);
    }

    @Test
    void longestIsNotBelowTheFirst() {
        assertThatThrownBy(() -> MappingSettings.DEFAULT.withRetries(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT2S to PT1S");
    }
}
