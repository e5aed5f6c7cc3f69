package dev.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads all records that a stream holds through its own API, as an outside client would: it is no consumer of the
 * pipeline and so does not hold records back.
 */
final class RecordBrowser {
    private static final int PAGE = 10_000;

    private final URI endpoint;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RecordBrowser(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** Keys: shardId, sequenceNumber, partitionKey, data (byte[]), arrivalMillis; in order within each shard. */
    List<Map<String, Object>> records(String stream) {
        List<Map<String, Object>> found = new ArrayList<>();
        JsonNode shards = call("ListShards", Json.MAPPER.createObjectNode().put("StreamName", stream));
        for (JsonNode shard : shards.path("Shards")) {
            readShard(stream, shard.path("ShardId").asText(), found);
        }
        return found;
    }

    private void readShard(String stream, String shardId, List<Map<String, Object>> found) {
        String iterator = call(
                        "GetShardIterator",
                        Json.MAPPER
                                .createObjectNode()
                                .put("StreamName", stream)
                                .put("ShardId", shardId)
                                .put("ShardIteratorType", "TRIM_HORIZON"))
                .path("ShardIterator")
                .asText();
        while (!iterator.isEmpty()) {
            JsonNode page = call(
                    "GetRecords",
                    Json.MAPPER
                            .createObjectNode()
                            .put("ShardIterator", iterator)
                            .put("Limit", PAGE));
            for (JsonNode record : page.path("Records")) {
                found.add(record(shardId, record));
            }
            iterator = page.path("Records").isEmpty()
                    ? ""
                    : page.path("NextShardIterator").asText("");
        }
    }

    private static Map<String, Object> record(String shardId, JsonNode record) {
        try {
            Map<String, Object> copy = new LinkedHashMap<>();
            copy.put("shardId", shardId);
            copy.put("sequenceNumber", record.path("SequenceNumber").asText());
            copy.put("partitionKey", record.path("PartitionKey").asText());
            copy.put("data", record.path("Data").binaryValue());
            copy.put(
                    "arrivalMillis",
                    record.path("ApproximateArrivalTimestamp")
                            .decimalValue()
                            .movePointRight(3)
                            .longValue());
            return copy;
        } catch (IOException notBase64) {
            throw new IllegalStateException("our own endpoint answered with bad Base64", notBase64);
        }
    }

    private JsonNode call(String operation, ObjectNode input) {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "Kinesis_20131202." + operation)
                .POST(HttpRequest.BodyPublishers.ofString(input.toString()))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode answer = Json.MAPPER.readTree(response.body());
            if (response.statusCode() != 200) {
                throw new IllegalArgumentException("%s: %s: %s"
                        .formatted(
                                operation,
                                answer.path("__type").asText(),
                                answer.path("message").asText()));
            }
            return answer;
        } catch (IOException failure) {
            throw new IllegalStateException("%s on %s failed: %s".formatted(operation, endpoint, failure), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading records", interrupted);
        }
    }
}
