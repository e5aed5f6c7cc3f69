package dev.penstock.stream.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UniformScalingTest {
    private final InMemoryStreams streams =
            new InMemoryStreams(AwsIdentity.DEFAULT, TestTime.at("2026-01-01T00:00:00Z"), StreamSettings.defaults());

    private StreamState stream(int shards) {
        streams.create(new StreamSpec("events", shards, StreamSpec.DEFAULT_RETENTION));
        return streams.stream("events");
    }

    private static List<Shard> open(StreamState stream) {
        return stream.shards().stream()
                .filter(shard -> !shard.isClosed())
                .sorted(Comparator.comparing(shard -> shard.range().from()))
                .toList();
    }

    /** A boundary that misses the wanted one by a single key stays. */
    private static void assertEven(StreamState stream, int target) {
        List<HashKeyRange> even = HashKeyRange.even(target);
        List<Shard> open = open(stream);
        assertThat(open).hasSize(target);
        for (int i = 0; i < target; i++) {
            BigInteger wanted = even.get(i).from().toBigInteger();
            assertThat(open.get(i).range().from().toBigInteger())
                    .isBetween(wanted.subtract(BigInteger.ONE), wanted.add(BigInteger.ONE));
        }
    }

    @Test
    void anySequenceOfCountsEndsInEqualRanges() {
        StreamState stream = stream(3);
        Random random = new Random(7);

        for (int i = 0; i < 30; i++) {
            int target = 1 + random.nextInt(20);
            stream.scale(target);

            assertEven(stream, target);
        }
    }

    @Test
    void shardsThatWereSplitByHandAreMadeEqual() {
        StreamState stream = stream(2);
        stream.split(open(stream).get(0), HashKey.of(BigInteger.TWO));
        stream.split(open(stream).get(1), HashKey.of(new BigInteger("123456789")));

        stream.scale(3);

        assertThat(open(stream)).extracting(Shard::range).isEqualTo(HashKeyRange.even(3));
    }

    @Test
    void lineageHasAtMostTwoParentsAndTwoChildren() {
        StreamState stream = stream(7);

        stream.scale(4);
        stream.scale(9);

        assertThat(stream.shards()).allSatisfy(shard -> {
            assertThat(shard.parents()).hasSizeLessThanOrEqualTo(2);
            assertThat(stream.shards().stream().filter(child -> child.parents().contains(shard)))
                    .hasSizeLessThanOrEqualTo(2);
        });
    }

    @Test
    void sameCountChangesNothing() {
        StreamState stream = stream(5);
        List<Shard> before = stream.shards();

        stream.scale(5);

        assertThat(stream.shards()).isEqualTo(before);
    }
}
