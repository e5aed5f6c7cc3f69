package dev.penstock.functions.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.functions.TableStreams;
import dev.penstock.platform.data.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A table with the key {@code id} and a stream of one shard, as DynamoDB Local answers it. Used by one thread. */
final class ScriptedTable implements TableStreams {
    private static final String STREAM = "table/t/stream/2026-01-01T00:00:00.000";
    static final String ARN = EsmBench.IDENTITY.arn("dynamodb", STREAM).toString();

    private final Map<String, ObjectNode> items = new HashMap<>();
    private final List<ObjectNode> records = new ArrayList<>();

    /** @param attributes of the item beside its key */
    void put(String id, Map<String, Integer> attributes) {
        ObjectNode item = key(id);
        attributes.forEach((name, value) -> item.putObject(name).put("N", value.toString()));
        ObjectNode old = items.put(id, item);
        if (!item.equals(old)) {
            ObjectNode change = change(old == null ? "INSERT" : "MODIFY", id);
            change.set("NewImage", item);
            if (old != null) {
                change.set("OldImage", old);
            }
        }
    }

    void delete(String id) {
        ObjectNode old = items.remove(id);
        if (old != null) {
            change("REMOVE", id).set("OldImage", old);
        }
    }

    private static ObjectNode key(String id) {
        ObjectNode item = Json.MAPPER.createObjectNode();
        item.putObject("id").put("S", id);
        return item;
    }

    private ObjectNode change(String eventName, String id) {
        ObjectNode record = Json.MAPPER
                .createObjectNode()
                .put("eventID", "80a9745a-c21f-43a6-9859-cc3dbd95f25a")
                .put("eventName", eventName)
                .put("eventVersion", "1.1");
        records.add(record);
        ObjectNode change = record.putObject("dynamodb")
                .put("ApproximateCreationDateTime", EsmBench.START.getEpochSecond())
                .put("SequenceNumber", "%021d".formatted(records.size()))
                .put("SizeBytes", 10)
                .put("StreamViewType", "NEW_AND_OLD_IMAGES");
        change.set("Keys", key(id));
        return change;
    }

    @Override
    public CompletionStage<JsonNode> ask(String operation, JsonNode input) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        switch (operation) {
            case "ListStreams" ->
                answer.putArray("Streams")
                        .addObject()
                        .put("StreamArn", "arn:aws:dynamodb:ddblocal:000000000000:" + STREAM)
                        .put("StreamLabel", "2026-01-01T00:00:00.000");
            case "DescribeStream" ->
                answer.putObject("StreamDescription")
                        .putArray("Shards")
                        .addObject()
                        .put("ShardId", "shardId-0");
            case "GetShardIterator" -> answer.put("ShardIterator", "0");
            default -> {
                ArrayNode page = answer.putArray("Records");
                records.subList(input.path("ShardIterator").asInt(), records.size())
                        .forEach(page::add);
                answer.put("NextShardIterator", Integer.toString(records.size()));
            }
        }
        return CompletableFuture.completedFuture(answer);
    }
}
