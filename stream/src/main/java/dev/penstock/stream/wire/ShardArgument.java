package dev.penstock.stream.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.Shard;
import dev.penstock.stream.local.StreamState;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A shard that is to be split or merged.
 *
 * @param member its path in the request
 */
record ShardArgument(String member, @Nullable String id) {
    Violations check(Violations violations) {
        return violations.required(member, id).text(member, id, Violations.TextRule.NAME);
    }

    /**
     * Reads the id, which is done before the stream is looked for.
     *
     * @throws AwsException ResourceNotFoundException
     */
    int index(InMemoryStreams streams, String stream) {
        OptionalInt index = ShardIds.index(String.valueOf(id));
        return index.orElseThrow(() -> KinesisErrors.noSuchShardId(
                String.valueOf(id), stream, streams.identity().account()));
    }

    /** @throws AwsException ResourceNotFoundException */
    Shard in(InMemoryStreams streams, StreamState stream) {
        int index = index(streams, stream.name());
        return stream.shard(index)
                .orElseThrow(() -> KinesisErrors.noSuchShardId(
                        "shardId-%012d".formatted(index),
                        stream.name(),
                        streams.identity().account()));
    }

    /** @throws AwsException InvalidArgumentException when the shard is closed */
    static void checkOpen(InMemoryStreams streams, StreamState stream, Shard shard) {
        if (shard.isClosed()) {
            throw KinesisErrors.invalidArgument(
                    ("Shard %s in stream %s under account %s has already been merged or split, and thus is not eligible"
                                    + " for merging or splitting.")
                            .formatted(
                                    shard.id(),
                                    stream.name(),
                                    streams.identity().account()));
        }
    }
}
