package dev.penstock.functions.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One change of an item. Its trees are not changed once they are made.
 *
 * @param change the member {@code dynamodb} of the event
 * @param identity who made it when it was not the user, as for items that DynamoDB itself deleted
 */
record DynamoDbRecord(
        Origin origin,
        String eventId,
        String eventName,
        String eventVersion,
        ObjectNode change,
        @Nullable ObjectNode identity,
        long arrivalMillis)
        implements SourceRecord {
    private static final String CHANGE = "dynamodb";
    private static final String IDENTITY = "userIdentity";
    private static final String SEQUENCE_NUMBER = "SequenceNumber";
    private static final String SIZE = "SizeBytes";
    private static final String[] MEMBERS = {"Keys", "NewImage", "OldImage", SEQUENCE_NUMBER, SIZE, "StreamViewType"};

    private static final int MILLIS = 1000;
    private static final int TREE_FACTOR = 8;
    private static final int TREE_BYTES = 1000;

    /** What is the same for all records of a mapping. */
    record Origin(String arn, String region) {}

    /**
     * Takes a record of GetRecords over.
     *
     * @param arrivalMillis when it was made, see {@link ArrivalEstimate}; event and record age agree on it
     */
    static DynamoDbRecord of(JsonNode record, Origin origin, long arrivalMillis) {
        JsonNode given = record.path(CHANGE);
        ObjectNode change = Json.MAPPER.createObjectNode().put("ApproximateCreationDateTime", arrivalMillis / MILLIS);
        for (String member : MEMBERS) {
            if (given.has(member)) {
                change.set(member, given.get(member));
            }
        }
        return new DynamoDbRecord(
                origin,
                // DynamoDB Local writes it as a UUID with hyphens.
                record.path("eventID").asText().replace("-", ""),
                record.path("eventName").asText(),
                record.path("eventVersion").asText("1.1"),
                change,
                identity(record.path(IDENTITY)),
                arrivalMillis);
    }

    /** The stream writes {@code PrincipalId} and {@code Type}, the event both in lower case. */
    private static @Nullable ObjectNode identity(JsonNode given) {
        if (!given.isObject()) {
            return null;
        }
        String principal =
                given.path("PrincipalId").asText(given.path("principalId").asText());
        String type = given.path("Type").asText(given.path("type").asText());
        return Json.MAPPER.createObjectNode().put("type", type).put("principalId", principal);
    }

    @Override
    public String sequenceNumber() {
        return change.path(SEQUENCE_NUMBER).asText();
    }

    /** The item's key: attributes by name, with their types. */
    @Override
    public String key() {
        Map<String, JsonNode> sorted = new TreeMap<>();
        change.path("Keys").properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
        return sorted.toString();
    }

    @Override
    public int bytes() {
        return TREE_BYTES + TREE_FACTOR * dataBytes();
    }

    /** Bytes of the item, as DynamoDB counts them. */
    int dataBytes() {
        return change.path(SIZE).asInt();
    }

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("eventID", eventId);
        json.writeStringField("eventName", eventName);
        json.writeStringField("eventVersion", eventVersion);
        json.writeStringField("eventSource", DynamoDbSource.SERVICE);
        json.writeStringField("awsRegion", origin.region());
        json.writeFieldName(CHANGE);
        Json.MAPPER.writeTree(json, change);
        if (identity != null) {
            json.writeFieldName(IDENTITY);
            Json.MAPPER.writeTree(json, identity);
        }
        json.writeStringField("eventSourceARN", origin.arn());
        json.writeEndObject();
    }

    /** The record without what is added to it on its way to the function: source, its ARN, region. */
    @Override
    public JsonNode filterView(boolean withData) {
        ObjectNode view = Json.MAPPER
                .createObjectNode()
                .put("eventID", eventId)
                .put("eventName", eventName)
                .put("eventVersion", eventVersion);
        view.set(CHANGE, change);
        if (identity != null) {
            view.set(IDENTITY, identity);
        }
        return view;
    }
}
