package dev.penstock.analytics.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.analytics.AnalyticsServices.FunctionCaller;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.stream.StreamRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Lets a Lambda function look at records before the input schema does.
 *
 * <p>Source: Kinesis Data Analytics Developer Guide, Preprocessing Data Using a Lambda Function.
 *
 * @param function its ARN
 */
public record Preprocessor(
        String application, String stream, String function, AwsIdentity identity, FunctionCaller caller) {
    private static final double MILLIS = 1000.0;

    /** What became of a record. */
    public enum Result {
        OK,
        DROPPED,
        FAILED
    }

    /** @param data what is read in its place; empty unless it is OK */
    public record Processed(StreamRecord record, Result result, Bytes data) {}

    /**
     * Calls the function once.
     *
     * @param records at most 500, of at most 1 MiB together
     * @return in the order of the records; fails when the function does, or when its answer is not complete
     */
    public CompletionStage<List<Processed>> call(String shard, List<StreamRecord> records) {
        return caller.call(function, event(shard, records)).thenApply(returned -> results(records, returned));
    }

    private Bytes event(String shard, List<StreamRecord> records) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        String first = shard + "/" + records.get(0).sequenceNumber();
        event.put(
                "invocationId",
                UUID.nameUUIDFromBytes(first.getBytes(StandardCharsets.UTF_8)).toString());
        event.put(
                "applicationArn",
                identity.arn("kinesisanalytics", "application/" + application).toString());
        event.put("streamArn", identity.arn("kinesis", "stream/" + stream).toString());
        ArrayNode list = event.putArray("records");
        for (StreamRecord record : records) {
            ObjectNode node = list.addObject();
            node.put("recordId", record.sequenceNumber().toString());
            node.put("data", record.data().base64());
            node.putObject("kinesisStreamRecordMetadata")
                    .put("shardId", shard)
                    .put("partitionKey", record.partitionKey())
                    .put("sequenceNumber", record.sequenceNumber().toString())
                    .put("approximateArrivalTimestamp", record.arrivalMillis() / MILLIS);
        }
        return Bytes.utf8(event.toString());
    }

    private List<Processed> results(List<StreamRecord> records, Bytes returned) {
        Map<String, JsonNode> byId = new HashMap<>();
        for (JsonNode answer : FunctionRecords.answer(returned).path("records")) {
            byId.put(answer.path("recordId").asText(), answer);
        }
        List<Processed> results = new ArrayList<>();
        for (StreamRecord record : records) {
            results.add(result(record, byId.get(record.sequenceNumber().toString())));
        }
        return results;
    }

    private Processed result(StreamRecord record, @Nullable JsonNode answer) {
        if (answer == null) {
            throw new IllegalStateException("function %s returned nothing for record %s; every recordId must come back"
                    .formatted(function, record.sequenceNumber()));
        }
        String result = answer.path("result").asText();
        return switch (result) {
            case "Ok" -> new Processed(record, Result.OK, data(answer));
            case "Dropped" -> new Processed(record, Result.DROPPED, Bytes.EMPTY);
            case "ProcessingFailed" -> new Processed(record, Result.FAILED, Bytes.EMPTY);
            default ->
                throw new IllegalStateException(
                        "function %s returned the result '%s'; it must be Ok, Dropped or ProcessingFailed"
                                .formatted(function, result));
        };
    }

    private Bytes data(JsonNode answer) {
        try {
            return Bytes.wrap(Base64.getDecoder().decode(answer.path("data").asText()));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalStateException(
                    "function %s returned data that is not Base64".formatted(function), malformed);
        }
    }
}
