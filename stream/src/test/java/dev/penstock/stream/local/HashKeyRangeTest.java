package dev.penstock.stream.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors: fact sheet spec-kinesis, section 3.2. */
class HashKeyRangeTest {
    private final PartitionHash hash = new PartitionHash();

    @Test
    void threeShardsSplitTheSpaceAsTheServiceDoes() {
        List<HashKeyRange> ranges = HashKeyRange.even(3);

        assertThat(ranges)
                .extracting(range -> range.from() + ".." + range.to())
                .containsExactly(
                        "0..113427455640312821154458202477256070484",
                        "113427455640312821154458202477256070485..226854911280625642308916404954512140969",
                        "226854911280625642308916404954512140970..340282366920938463463374607431768211455");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 64, 999})
    void rangesTileTheWholeSpace(int shards) {
        List<HashKeyRange> ranges = HashKeyRange.even(shards);

        BigInteger expectedFrom = BigInteger.ZERO;
        for (HashKeyRange range : ranges) {
            assertThat(range.from().toBigInteger()).isEqualTo(expectedFrom);
            expectedFrom = range.to().toBigInteger().add(BigInteger.ONE);
        }
        assertThat(expectedFrom).isEqualTo(BigInteger.ONE.shiftLeft(128));
    }

    @ParameterizedTest(name = "{0} -> {1}, shard of 2/3/4: {2} {3} {4}")
    @CsvSource({
        "device-1, 277901890176008628857739572313990950024, 1, 2, 3",
        "device-2, 53010320865341428648053222576720576528, 0, 0, 0",
        "device-3, 90405363708845885403458402000235397946, 0, 0, 1",
        "sensor/kitchen, 285188938181511930783420481094979121920, 1, 2, 3",
        "température, 65827849771018945327134549075857364975, 0, 0, 0"
    })
    void partitionKeyFallsWhereTheServicePutsIt(String key, String md5, int of2, int of3, int of4) {
        HashKey place = hash.of(key.getBytes(StandardCharsets.UTF_8));

        assertThat(place).hasToString(md5);
        assertThat(HashKeyRange.even(2).get(of2).contains(place)).isTrue();
        assertThat(HashKeyRange.even(3).get(of3).contains(place)).isTrue();
        assertThat(HashKeyRange.even(4).get(of4).contains(place)).isTrue();
    }

    @Test
    void hashKeyOutOfTheSpaceIsRefused() {
        BigInteger tooLarge = BigInteger.ONE.shiftLeft(128);

        assertThatIllegalArgumentException().isThrownBy(() -> HashKey.of(tooLarge));
        assertThatIllegalArgumentException().isThrownBy(() -> HashKey.of(BigInteger.valueOf(-1)));
        assertThat(HashKey.of(tooLarge.subtract(BigInteger.ONE))).isEqualTo(HashKey.MAX);
    }
}
