package dev.penstock.stream.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.stream.SequenceNumber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors: fact sheet spec-kinesis, section 3.3. */
class SequenceNumbersTest {

    @ParameterizedTest(name = "shard {0}, index {1}, at {2} is {3}")
    @CsvSource({
        "0, 0, 1700000000, 49646437577108476416916876405825929425585429676275269634",
        "1, 0, 1700000000, 49646437577130777162115407028967465143858078037781250066",
        "0, 5, 1700000042, 49646437577108476416916876405831974054683505708366823426",
        "17, 9223372036854775807, 1700000100, 49646437577141927534714672340537024077174794461307207954"
    })
    void hasTheLayoutOfTheService(int shard, long index, long arrival, String expected) {
        var parts = new SequenceNumbers.Parts(1700000000L, shard, index, arrival);

        SequenceNumber number = SequenceNumbers.of(parts);

        assertThat(number).hasToString(expected);
        assertThat(SequenceNumbers.parse(number)).contains(parts);
    }

    @Test
    void growsWithTheRecordIndexWhateverTheArrival() {
        SequenceNumber earlier = SequenceNumbers.of(new SequenceNumbers.Parts(1700000000L, 3, 7, 1700000099L));
        SequenceNumber later = SequenceNumbers.of(new SequenceNumbers.Parts(1700000000L, 3, 8, 1700000001L));

        assertThat(later).isGreaterThan(earlier);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "17",
                "49646437577108476416916876405825929425585429676275269635",
                "59646437577108476416916876405825929425585429676275269634",
                "4964643757710847641691687640582592942558542967627526963449646437577108476416916876405825929"
            })
    void numberThatNoShardIssuesIsRefused(String text) {
        assertThat(SequenceNumbers.parse(SequenceNumber.parse(text))).isEmpty();
    }
}
