package dev.penstock.rules.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicFilterTest {

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource(
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "a/b, a/b, ``",
                "a/+, a/, ``",
                "a/#, a/, ``",
                "a/#, a/b/c, ``",
                "#, a, ``",
                "$aws/events/#, $aws/events/x, ``",
                "a/#, a, `the topic has only 1 level, and '#' stands for at least one more (unlike in MQTT)`",
                "a/b, a/c, `level 2 is 'c', the filter wants 'b'`",
                "a/b, a/b/c, `the topic has 3 levels, the filter ends after 2`",
                "a/b/c, a/b, `the topic has only 2 levels, the filter wants 'c' next`",
                "A/b, a/b, `level 1 is 'a', the filter wants 'A'`",
                "#, $aws/x, `level 1 is '$aws', and a wildcard at the first level does not match topics that begin with $`"
            })
    void firstDifferenceIsNamed(String filter, String topic, String difference) {
        assertThat(TopicFilter.of(filter).mismatch(topic)).isEqualTo(difference);
    }
}
