package dev.penstock.stream.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.Shard;
import dev.penstock.stream.local.StreamState;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Finds where a list of shards goes on. */
final class ShardPage {

    private ShardPage() {}

    /**
     * The shards behind an id, which need not exist.
     *
     * @param shardId null for all
     * @throws AwsException ResourceNotFoundException when the id cannot be read
     */
    static List<Shard> after(
            InMemoryStreams streams, StreamState stream, @Nullable String shardId, List<Shard> shards) {
        if (shardId == null) {
            return shards;
        }
        OptionalInt index = ShardIds.index(shardId);
        if (index.isEmpty()) {
            throw KinesisErrors.noSuchShardId(
                    shardId, stream.name(), streams.identity().account());
        }
        return shards.stream().filter(shard -> shard.index() > index.getAsInt()).toList();
    }
}
