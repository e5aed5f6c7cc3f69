package dev.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceNumberTest {

    /** Numbers of all lengths, with runs of zeros and ones as bits and as digits. */
    private static List<BigInteger> numbers() {
        Random random = new Random(7);
        List<BigInteger> numbers = new ArrayList<>();
        for (int bits = 0; bits <= 200; bits++) {
            BigInteger power = BigInteger.TWO.pow(bits);
            numbers.addAll(List.of(power, power.subtract(BigInteger.ONE), new BigInteger(bits, random)));
        }
        for (int digits = 1; digits < 60; digits++) {
            BigInteger power = BigInteger.TEN.pow(digits);
            numbers.addAll(List.of(power, power.add(BigInteger.ONE), power.subtract(BigInteger.ONE)));
        }
        return numbers;
    }

    @Test
    void decimalFormIsThatOfTheNumber() {
        for (BigInteger value : numbers()) {
            SequenceNumber number = new SequenceNumber(value);

            assertThat(number).hasToString(value.toString());
            assertThat(number.value()).isEqualTo(value);
            assertThat(SequenceNumber.parse(number.toString()))
                    .isEqualTo(number)
                    .hasSameHashCodeAs(number);
        }
    }

    @Test
    void orderIsThatOfTheNumbers() {
        List<BigInteger> sorted = numbers().stream().sorted().toList();

        List<SequenceNumber> numbers =
                numbers().stream().map(SequenceNumber::new).sorted().toList();

        assertThat(numbers).extracting(SequenceNumber::value).containsExactlyElementsOf(sorted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "49646437577108476416916876405825929425585429676275269634",
                "6277101735386680763835789423207666416102355444464034512895",
                "6277101735386680763835789423207666416102355444464034512896",
                "-5"
            })
    void textComesBackAsItWas(String text) {
        assertThat(SequenceNumber.parse(text)).hasToString(text);
    }
}
