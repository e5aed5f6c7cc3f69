package dev.penstock.analytics.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.stream.SequenceNumber;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceTextsTest {

    @Test
    void textIsThatOfTheNumberWhateverCameBefore() {
        Random random = new Random(5);
        SequenceTexts texts = new SequenceTexts();
        BigInteger value = new BigInteger("49590338271490256608559692538361571095921575989136588898");
        for (int i = 0; i < 20_000; i++) {
            BigInteger step = BigInteger.valueOf(random.nextLong() >>> random.nextInt(Long.SIZE));
            value = i % 1_000 == 999
                    ? new BigInteger(random.nextInt(180), random)
                    : value.add(step).abs();
            SequenceNumber number = new SequenceNumber(value);

            assertThat(texts.text(number)).isEqualTo(value.toString());
        }
    }
}
