package dev.penstock.stream.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.UpdateShardCountResponse;

/** Splitting, merging and scaling. */
class ReshardClientsTest {
    private static final String PARENT = "shardId-000000000000";
    private static final String HALF = "170141183460469231731687303715884105728";

    @RegisterExtension
    static final SdkClients CLIENTS = new SdkClients();

    private static void split(SdkClient kind, String stream, String shard, String at) {
        CLIENTS.of(kind)
                .splitShard(r -> r.streamName(stream).shardToSplit(shard).newStartingHashKey(at));
        CLIENTS.awaitActive(kind, stream);
    }

    /** The reply that ends a shard. */
    private static GetRecordsResponse end(SdkClient kind, String stream, String shard) {
        String iterator = CLIENTS.iterator(kind, stream, shard);
        while (true) {
            String at = iterator;
            GetRecordsResponse reply = CLIENTS.of(kind).getRecords(r -> r.shardIterator(at));
            if (reply.nextShardIterator() == null) {
                return reply;
            }
            iterator = reply.nextShardIterator();
        }
    }

    @EveryClient
    void splitShardEndsWithItsChildren(SdkClient kind) {
        String stream = CLIENTS.create(kind, "split", 1);
        CLIENTS.put(kind, stream, "k", "before");

        split(kind, stream, PARENT, HALF);

        List<Shard> children = CLIENTS.openShards(kind, stream);
        assertThat(children).hasSize(2).allSatisfy(child -> {
            assertThat(child.parentShardId()).isEqualTo(PARENT);
            assertThat(child.adjacentParentShardId()).isNull();
        });
        assertThat(children.get(1).hashKeyRange().startingHashKey()).isEqualTo(HALF);
        assertThat(end(kind, stream, PARENT).childShards())
                .extracting(ChildShard::shardId)
                .containsExactlyElementsOf(children.stream().map(Shard::shardId).toList());
    }

    @EveryClient
    void mergedShardNamesBothParents(SdkClient kind) {
        String stream = CLIENTS.create(kind, "merge", 2);

        CLIENTS.of(kind)
                .mergeShards(
                        r -> r.streamName(stream).shardToMerge(PARENT).adjacentShardToMerge("shardId-000000000001"));
        CLIENTS.awaitActive(kind, stream);

        Shard child = CLIENTS.openShards(kind, stream).get(0);
        assertThat(child.parentShardId()).isEqualTo(PARENT);
        assertThat(child.adjacentParentShardId()).isEqualTo("shardId-000000000001");
        assertThat(end(kind, stream, PARENT).childShards().get(0).parentShards())
                .containsExactlyInAnyOrder(PARENT, "shardId-000000000001");
    }

    @EveryClient
    void shardCountIsScaledEvenly(SdkClient kind) {
        String stream = CLIENTS.create(kind, "scale", 2);

        UpdateShardCountResponse answer = CLIENTS.of(kind)
                .updateShardCount(
                        r -> r.streamName(stream).targetShardCount(4).scalingType(ScalingType.UNIFORM_SCALING));
        CLIENTS.awaitActive(kind, stream);

        assertThat(answer.currentShardCount()).isEqualTo(2);
        assertThat(answer.targetShardCount()).isEqualTo(4);
        assertThat(CLIENTS.openShards(kind, stream)).hasSize(4);
    }

    @EveryClient
    void refusalsAreTyped(SdkClient kind) {
        KinesisClient client = CLIENTS.of(kind);
        String stream = CLIENTS.create(kind, "refusals", 3);

        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> split(kind, stream, PARENT, "0"))
                .withMessageContaining("NewStartingHashKey 0 used in SplitShard() on shard " + PARENT);
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> client.mergeShards(
                        r -> r.streamName(stream).shardToMerge(PARENT).adjacentShardToMerge("shardId-000000000002")))
                .withMessageContaining("are not an adjacent pair of shards eligible for merging");
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> split(kind, stream, "shardId-000000000009", HALF))
                .withMessageContaining("Could not find shard shardId-000000000009 in stream " + stream);
    }
}
