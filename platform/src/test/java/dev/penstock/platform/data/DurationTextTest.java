package dev.penstock.platform.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

    @ParameterizedTest(name = "{0} is {1} ms")
    @CsvSource({"0, 0", "100ms, 100", "20s, 20000", "5m, 300000", "1h, 3600000"})
    void textIsReadAndWritten(String text, long millis) {
        assertThat(DurationText.parse(text)).isEqualTo(Duration.ofMillis(millis));
        assertThat(DurationText.of(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @Test
    void shortestUnitIsChosen() {
        assertThat(DurationText.of(Duration.ofSeconds(90))).isEqualTo("90s");
    }

    @ParameterizedTest(name = "'{0}'")
    @ValueSource(strings = {"", "5", "-5s", "5 s", "1.5s", "5d", "9999999999s"})
    void otherTextIsRefused(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'%s' is not a duration such as 100ms, 20s, 5m, 1h or 0".formatted(text));
    }
}
