package dev.penstock.functions.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.functions.TableStreams;
import dev.penstock.platform.data.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The operations of DynamoDB Streams on one stream. */
final class StreamCalls {
    private static final String SHARD = "ShardId";
    private static final String SHARDS = "Shards";

    private final TableStreams streams;
    private final String arn;

    /** @param arn as DynamoDB itself gives it */
    StreamCalls(TableStreams streams, String arn) {
        this.streams = streams;
        this.arn = arn;
    }

    /** All shards, of as many pages as there are. */
    CompletionStage<List<TableShard>> shards() {
        return shards(new ArrayList<>(), null);
    }

    private CompletionStage<List<TableShard>> shards(List<TableShard> found, @Nullable String after) {
        ObjectNode input = input();
        if (after != null) {
            input.put("ExclusiveStartShardId", after);
        }
        return streams.ask("DescribeStream", input).thenCompose(answer -> {
            JsonNode stream = answer.path("StreamDescription");
            stream.path(SHARDS).forEach(shard -> found.add(TableShard.of(shard)));
            String last = stream.path("LastEvaluatedShardId").asText("");
            return last.isEmpty() ? CompletableFuture.completedFuture(found) : shards(found, last);
        });
    }

    /**
     * @param type {@code TRIM_HORIZON}, {@code LATEST} or {@code AFTER_SEQUENCE_NUMBER}
     * @param sequenceNumber for the last of them
     */
    CompletionStage<String> iterator(String shard, String type, @Nullable String sequenceNumber) {
        ObjectNode input = input().put(SHARD, shard).put("ShardIteratorType", type);
        if (sequenceNumber != null) {
            input.put("SequenceNumber", sequenceNumber);
        }
        return streams.ask("GetShardIterator", input)
                .thenApply(answer -> answer.path("ShardIterator").asText());
    }

    /** At most 1,000 records or 1 MB. */
    CompletionStage<JsonNode> records(String iterator) {
        return streams.ask("GetRecords", Json.MAPPER.createObjectNode().put("ShardIterator", iterator));
    }

    private ObjectNode input() {
        return Json.MAPPER.createObjectNode().put("StreamArn", arn);
    }
}
