package dev.penstock.functions.source;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.penstock.functions.Destinations.Delivery;
import dev.penstock.functions.event.EventSource;
import dev.penstock.functions.event.SourceRecord;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the on-failure destination gets of a batch that was given up: where the records are, not the records, except for
 * S3. Source: Lambda Developer Guide, "Retain discarded batch records for Kinesis Data Streams"; recorded answers of the
 * real service.
 *
 * @param functionArn as the mapping shows it
 * @param atMillis when the batch was given up
 */
record FailureRecord(MappingContext mapping, String functionArn, String shardId, Action.Discard given, long atMillis) {
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter OBJECT_FOLDER =
            DateTimeFormatter.ofPattern("uuuu/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter OBJECT_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH.mm.ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int OK = 200;

    Delivery delivery(String targetArn) {
        boolean object = targetArn.startsWith("arn:aws:s3:");
        String requestId = requestId();
        return new Delivery(
                mapping.mappingArn(),
                requestId,
                body(requestId, object),
                object ? Map.of("key", objectKey()) : Map.of());
    }

    /** Of the last attempt; one that was never invoked gets an id that is always the same for it. */
    private String requestId() {
        Batch.@Nullable Failure response = given.response();
        return response == null ? derivedId("request") : response.requestId();
    }

    private String derivedId(String purpose) {
        String seed = "%s %s %s %s %s %s"
                .formatted(
                        mapping.mappingId(),
                        shardId,
                        first().sequenceNumber(),
                        last().sequenceNumber(),
                        atMillis,
                        purpose);
        return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private String objectKey() {
        Instant at = Instant.ofEpochMilli(atMillis);
        return "aws/lambda/%s/%s/%s/%s-%s"
                .formatted(
                        mapping.mappingId(),
                        shardId,
                        OBJECT_FOLDER.format(at),
                        OBJECT_TIME.format(at),
                        derivedId("object"));
    }

    private Bytes body(String requestId, boolean withPayload) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.MAPPER.getFactory().createGenerator(bytes)) {
            json.writeStartObject();
            writeRequest(json, requestId);
            writeResponse(json);
            json.writeStringField("version", "1.0");
            json.writeStringField("timestamp", MILLIS.format(Instant.ofEpochMilli(atMillis)));
            writeBatch(json);
            if (withPayload) {
                writePayload(json);
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    private void writeRequest(JsonGenerator json, String requestId) throws IOException {
        json.writeObjectFieldStart("requestContext");
        json.writeStringField("requestId", requestId);
        json.writeStringField("functionArn", functionArn);
        json.writeStringField("condition", given.condition());
        json.writeNumberField("approximateInvokeCount", given.invokeCount());
        json.writeEndObject();
    }

    private void writeResponse(JsonGenerator json) throws IOException {
        Batch.@Nullable Failure response = given.response();
        if (response == null) {
            return;
        }
        json.writeObjectFieldStart("responseContext");
        json.writeNumberField("statusCode", OK);
        json.writeStringField("executedVersion", response.executedVersion());
        json.writeStringField("functionError", response.functionError()); // null when the function reported records
        json.writeEndObject();
    }

    private void writeBatch(JsonGenerator json) throws IOException {
        EventSource source = mapping.source();
        boolean kinesis = source.service().equals("aws:kinesis");
        DateTimeFormatter form = kinesis ? MILLIS : SECONDS;
        json.writeObjectFieldStart(kinesis ? "KinesisBatchInfo" : "DDBStreamBatchInfo");
        json.writeStringField("shardId", shardId);
        json.writeStringField("startSequenceNumber", first().sequenceNumber());
        json.writeStringField("endSequenceNumber", last().sequenceNumber());
        json.writeStringField(
                "approximateArrivalOfFirstRecord", form.format(Instant.ofEpochMilli(first().arrivalMillis())));
        json.writeStringField(
                "approximateArrivalOfLastRecord", form.format(Instant.ofEpochMilli(last().arrivalMillis())));
        json.writeNumberField("batchSize", given.records().size());
        json.writeStringField("streamArn", source.streamArn());
        json.writeEndObject();
    }

    private void writePayload(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("payload");
        json.writeArrayFieldStart("Records");
        for (SourceRecord record : given.records()) {
            record.writeTo(json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private SourceRecord first() {
        return given.records().get(0);
    }

    private SourceRecord last() {
        List<SourceRecord> records = given.records();
        return records.get(records.size() - 1);
    }
}
