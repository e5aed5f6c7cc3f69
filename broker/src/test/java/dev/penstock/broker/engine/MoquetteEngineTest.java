package dev.penstock.broker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoquetteEngineTest {

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a/#, a, false",
                "a/#, a/, true",
                "a/+/#, a/b, false",
                "a/+/#, a/b/c, true",
                "#, a, true",
                "#, $aws/events/x, false",
                "+/events/#, $aws/events/x, false",
                "$aws/#, $aws/events/x, true",
                "a/b, a/b, true"
            })
    void narrowsMqttMatchingToThatOfAws(String filter, String topic, boolean delivers) {
        assertThat(MoquetteEngine.delivers(filter, topic)).isEqualTo(delivers);
    }
}
