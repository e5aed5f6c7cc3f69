package dev.penstock.stream.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReshardTest {
    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final InMemoryStreams streams = new InMemoryStreams(AwsIdentity.DEFAULT, time, StreamSettings.defaults());
    private final StreamState stream;

    ReshardTest() {
        streams.create(new StreamSpec("events", 1, StreamSpec.DEFAULT_RETENTION));
        stream = streams.stream("events");
    }

    private void put(String key, String data) {
        assertThat(streams.put("events", key, Bytes.utf8(data))).isCompleted();
    }

    private void splitInHalf() {
        stream.reshard(List.of(stream.shards().get(0)), HashKeyRange.even(2));
    }

    @Test
    void closedShardTakesNoMoreAndItsChildrenDo() {
        put("device-1", "before");

        splitInHalf();
        put("device-1", "after in 2");
        put("device-2", "after in 1");

        assertThat(stream.shards()).extracting(Shard::isClosed).containsExactly(true, false, false);
        assertThat(stream.shards().get(2).read(1, 10, 100).records()).hasSize(1);
        assertThat(stream.shards().get(0).endingSequenceNumber()).isPresent();
    }

    @Test
    void childrenOpenWhenTheParentsLastRecordIsCheckpointed() {
        put("device-1", "before");
        Consumer consumer = Consumer.fromTrimHorizon(streams, "events");
        splitInHalf();
        put("device-1", "after");
        assertThat(consumer.readers).hasSize(1);

        assertThat(consumer.texts()).containsExactly("before");
        assertThat(consumer.readers.get(0).atEnd()).isTrue();
        assertThat(consumer.readers).hasSize(1);
        consumer.readers
                .get(0)
                .checkpoint(
                        stream.shards().get(0).read(1, 1, 1).records().get(0).sequenceNumber());

        assertThat(consumer.readers)
                .extracting(ShardReader::shardId)
                .containsExactly("shardId-000000000000", "shardId-000000000001", "shardId-000000000002");
        assertThat(consumer.texts()).containsExactly("after");
    }

    @Test
    void emptyParentIsFinishedByHand() {
        Consumer consumer = Consumer.fromTrimHorizon(streams, "events");
        assertThatIllegalStateException()
                .isThrownBy(() -> consumer.readers.get(0).finish())
                .withMessageContaining("it is not at its end");
        splitInHalf();

        consumer.readers.get(0).finish();

        assertThat(consumer.readers).hasSize(3);
    }

    @Test
    void mergedShardOpensAfterBothParents() {
        splitInHalf();
        put("device-1", "in 2");
        put("device-2", "in 1");
        Consumer consumer = Consumer.fromTrimHorizon(streams, "events");
        stream.reshard(stream.shards().subList(1, 3), HashKeyRange.even(1));
        assertThat(consumer.readers).hasSize(2);

        consumer.pollAndCheckpoint(0, 10);
        assertThat(consumer.readers).hasSize(2);
        consumer.pollAndCheckpoint(1, 10);

        assertThat(consumer.readers).hasSize(3);
        assertThat(consumer.readers.get(2).shardId()).isEqualTo("shardId-000000000003");
    }

    @Test
    void consumerForgetsShardsThatHaveLeftTheStream() {
        Consumer consumer = Consumer.fromTrimHorizon(streams, "events");

        for (int round = 0; round < 5; round++) {
            List<Shard> open =
                    stream.shards().stream().filter(shard -> !shard.isClosed()).toList();
            stream.reshard(open, HashKeyRange.even(3 - open.size()));
            consumer.readers.stream().filter(ShardReader::atEnd).toList().forEach(ShardReader::finish);
            time.advance(StreamSpec.DEFAULT_RETENTION.plusSeconds(1));
        }
        stream.reshard(List.of(stream.shards().get(0)), HashKeyRange.even(1));

        assertThat(consumer.readers).hasSizeGreaterThan(6);
        assertThat(((InMemorySubscription) consumer.subscription).knownShards()).isLessThanOrEqualTo(3);
    }

    @Test
    void consumerFromLatestReadsOnlyOpenShards() {
        put("device-1", "before");
        splitInHalf();

        Consumer consumer = new Consumer(streams, "events", "late", new StartingPosition.Latest());

        assertThat(consumer.readers)
                .extracting(ShardReader::shardId)
                .containsExactly("shardId-000000000001", "shardId-000000000002");
    }

    @Test
    void endOfAShardSignalsItsReaders() {
        Consumer consumer = Consumer.fromTrimHorizon(streams, "events");
        boolean[] signalled = new boolean[1];
        consumer.readers.get(0).onAvailable(() -> signalled[0] = true);
        signalled[0] = false;

        splitInHalf();

        assertThat(signalled[0]).isTrue();
    }
}
