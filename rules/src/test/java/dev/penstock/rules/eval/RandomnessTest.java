package dev.penstock.rules.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RandomnessTest {

    @Test
    void uuidsAreRandomOnesOfVersionFour() {
        assertThat(LongStream.range(0, 10_000).mapToObj(seed -> Randomness.uuid(seed, 3)))
                .doesNotHaveDuplicates()
                .allMatch(uuid -> uuid.version() == 4 && uuid.variant() == 2);
    }

    @Test
    void sameSeedAndSiteGiveTheSame() {
        assertThat(Randomness.fraction(5, 6))
                .isEqualTo(Randomness.fraction(5, 6))
                .isBetween(0.0, 1.0);
        assertThat(Randomness.fraction(5, 7)).isNotEqualTo(Randomness.fraction(5, 6));
    }
}
