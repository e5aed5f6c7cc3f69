package dev.penstock.functions.event;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A shard of a table's stream.
 *
 * @param parent the shard that it follows; null when it is the first, or unknown
 * @param closed whether nothing more is written to it
 */
record TableShard(String id, @Nullable String parent, boolean closed) {

    static TableShard of(JsonNode shard) {
        String parent = shard.path("ParentShardId").asText("");
        return new TableShard(
                shard.path("ShardId").asText(),
                parent.isEmpty() ? null : parent,
                shard.path("SequenceNumberRange").has("EndingSequenceNumber"));
    }
}
