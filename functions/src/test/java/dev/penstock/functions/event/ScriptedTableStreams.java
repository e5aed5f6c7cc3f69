package dev.penstock.functions.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.functions.TableStreams;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Table streams whose shards the test writes; they answer at once. Used by one thread. */
final class ScriptedTableStreams implements TableStreams {
    static final String LABEL = "2026-01-01T00:00:00.000";
    static final String ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/" + LABEL;
    private static final String REAL_ARN = "arn:aws:dynamodb:ddblocal:000000000000:table/t/stream/" + LABEL;
    private static final int PAGE = 2;

    /** The operations asked for, in order. */
    final List<String> asked = new ArrayList<>();

    private final Map<String, Shard> shards = new LinkedHashMap<>();
    private final Deque<AwsException> failures = new ArrayDeque<>();
    private int sequence;

    private static final class Shard {
        private final @Nullable String parent;
        private final List<ObjectNode> records = new ArrayList<>();
        private boolean closed;

        private Shard(@Nullable String parent) {
            this.parent = parent;
        }
    }

    void addShard(String id, @Nullable String parent) {
        shards.put(id, new Shard(parent));
    }

    void close(String id) {
        shard(id).closed = true;
    }

    /** Removes the oldest records of a shard. */
    void trim(String id, int count) {
        shard(id).records.subList(0, count).clear();
    }

    void failNext(String code) {
        failures.add(new AwsException(code, 400, "scripted"));
    }

    /** Adds the insertion of an item, stamped with a second of 1970. */
    void put(String shardId, String key, long second) {
        ObjectNode record = Json.MAPPER
                .createObjectNode()
                .put("eventID", "80a9745a-c21f-43a6-9859-cc3dbd95f25a")
                .put("eventName", "INSERT")
                .put("eventVersion", "1.1")
                .put("eventSource", "aws:dynamodb")
                .put("awsRegion", "ddblocal");
        ObjectNode change = record.putObject("dynamodb").put("ApproximateCreationDateTime", second);
        change.putObject("Keys").putObject("id").put("S", key);
        change.putObject("NewImage").putObject("id").put("S", key);
        change.put("SequenceNumber", "%021d".formatted(++sequence))
                .put("SizeBytes", 4)
                .put("StreamViewType", "NEW_IMAGE");
        shard(shardId).records.add(record);
    }

    @Override
    public CompletionStage<JsonNode> ask(String operation, JsonNode input) {
        asked.add(operation);
        AwsException failure = failures.poll();
        return failure == null
                ? CompletableFuture.completedFuture(answer(operation, input))
                : CompletableFuture.failedFuture(failure);
    }

    private JsonNode answer(String operation, JsonNode input) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        switch (operation) {
            case "ListStreams" ->
                answer.putArray("Streams")
                        .addObject()
                        .put("StreamArn", REAL_ARN)
                        .put("TableName", "t")
                        .put("StreamLabel", LABEL);
            case "DescribeStream" -> describe(input, answer.putObject("StreamDescription"));
            case "GetShardIterator" -> answer.put("ShardIterator", iterator(input));
            case "GetRecords" -> records(input.path("ShardIterator").asText(), answer);
            default -> throw new IllegalArgumentException(operation);
        }
        return answer;
    }

    /** Two shards a page. */
    private void describe(JsonNode input, ObjectNode description) {
        if (!input.path("StreamArn").asText().equals(REAL_ARN)) {
            throw new IllegalArgumentException(input.toString());
        }
        List<String> ids = List.copyOf(shards.keySet());
        int from = ids.indexOf(input.path("ExclusiveStartShardId").asText("")) + 1;
        int to = Math.min(ids.size(), from + PAGE);
        ArrayNode listed = description.putArray("Shards");
        for (String id : ids.subList(from, to)) {
            Shard shard = shard(id);
            ObjectNode entry = listed.addObject().put("ShardId", id);
            if (shard.parent != null) {
                entry.put("ParentShardId", shard.parent);
            }
            entry.putObject("SequenceNumberRange").put("StartingSequenceNumber", "1");
            if (shard.closed) {
                ((ObjectNode) entry.get("SequenceNumberRange")).put("EndingSequenceNumber", "9");
            }
        }
        if (to < ids.size()) {
            description.put("LastEvaluatedShardId", ids.get(to - 1));
        }
    }

    /** {@code shard sequenceNumber}: what comes after that number. */
    private String iterator(JsonNode input) {
        String id = input.path("ShardId").asText();
        return switch (input.path("ShardIteratorType").asText()) {
            case "TRIM_HORIZON" -> id + " 0";
            case "LATEST" -> id + " " + sequence;
            default -> id + " " + Integer.parseInt(input.path("SequenceNumber").asText());
        };
    }

    /** Two records a page. */
    private void records(String iterator, ObjectNode answer) {
        String id = iterator.substring(0, iterator.indexOf(' '));
        int after = Integer.parseInt(iterator.substring(iterator.indexOf(' ') + 1));
        ArrayNode page = answer.putArray("Records");
        for (ObjectNode record : shard(id).records) {
            int number = Integer.parseInt(
                    record.path("dynamodb").path("SequenceNumber").asText());
            if (number > after && page.size() < PAGE) {
                page.add(record);
                after = number;
            }
        }
        if (!page.isEmpty() || !shard(id).closed) {
            answer.put("NextShardIterator", id + " " + after);
        }
    }

    private Shard shard(String id) {
        Shard found = shards.get(id);
        if (found == null) {
            throw new IllegalArgumentException(id);
        }
        return found;
    }
}
