package dev.penstock.functions.local;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What a destination is told, with AWS's keys in AWS's order. Source: Lambda developer guide, Retaining records of
 * asynchronous invocations; records of the real service.
 *
 * @param functionArn with a qualifier
 * @param condition {@code Success}, {@code RetriesExhausted}, ...
 * @param result of the last attempt; null when the function was never run
 */
record DestinationRecord(
        Instant now,
        String functionArn,
        String condition,
        int invokeCount,
        AsyncEvent event,
        @Nullable InvocationResult result) {
    /** Largest message of a queue or topic. */
    private static final int MAX_MESSAGE_BYTES = 256 * 1024;

    private static final int OK = 200;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    Bytes json() {
        return write(true);
    }

    /** For a queue or topic: without the payloads when it would be too large with them. */
    Bytes fitting() {
        Bytes whole = write(true);
        return whole.length() <= MAX_MESSAGE_BYTES ? whole : write(false);
    }

    private Bytes write(boolean payloads) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.MAPPER.getFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("version", "1.0");
            json.writeStringField("timestamp", TIME.format(now));
            json.writeObjectFieldStart("requestContext");
            json.writeStringField("requestId", event.requestId());
            json.writeStringField("functionArn", functionArn);
            json.writeStringField("condition", condition);
            json.writeNumberField("approximateInvokeCount", invokeCount);
            json.writeEndObject();
            if (payloads) {
                payload(json, "requestPayload", event.payload());
            }
            writeResponse(json, payloads);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Bytes.wrap(out.toByteArray());
    }

    private void writeResponse(JsonGenerator json, boolean payloads) throws IOException {
        InvocationResult last = result;
        if (last == null) {
            return;
        }
        json.writeObjectFieldStart("responseContext");
        json.writeNumberField("statusCode", OK);
        json.writeStringField("executedVersion", last.executedVersion());
        if (last.functionError() != null) {
            json.writeStringField("functionError", last.functionError());
        }
        json.writeEndObject();
        if (payloads) {
            payload(json, "responsePayload", last.payload());
        }
    }

    /** As it is; what is not JSON as a string. */
    private static void payload(JsonGenerator json, String name, Bytes payload) throws IOException {
        json.writeFieldName(name);
        if (payload.isEmpty()) {
            json.writeRawValue("{}");
        } else if (isJson(payload)) {
            json.writeRawValue(payload.utf8());
        } else {
            json.writeString(payload.utf8());
        }
    }

    private static boolean isJson(Bytes payload) {
        try (JsonParser parser = Json.MAPPER.getFactory().createParser(payload.shared())) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }
}
