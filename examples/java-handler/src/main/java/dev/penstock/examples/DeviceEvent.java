package dev.penstock.examples;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;

/**
 * What a device sent.
 *
 * @param fields all fields of the event, {@code deviceId} as text
 */
record DeviceEvent(BigDecimal temperature, ObjectNode fields) {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    /**
     * Reads the JSON object in a record; the Base64 around it is undone already. An event that does not say when it
     * happened gets {@code eventTime}, the epoch milliseconds at which the stream took it.
     */
    static DeviceEvent read(KinesisEvent.Record record) throws MalformedEventException {
        if (!(parse(record.getData()) instanceof ObjectNode fields)) {
            throw new MalformedEventException("not a JSON object");
        }
        if (!fields.path("temperature").isNumber()) {
            throw new MalformedEventException("temperature is missing or not a number");
        }
        fields.put("deviceId", deviceId(fields.path("deviceId")));
        if (!fields.has("eventTime") && !fields.has("timestamp") && record.getApproximateArrivalTimestamp() != null) {
            fields.put(
                    "eventTime",
                    record.getApproximateArrivalTimestamp().toInstant().toEpochMilli());
        }
        return new DeviceEvent(fields.path("temperature").decimalValue(), fields);
    }

    boolean isHotterThan(BigDecimal threshold) {
        return temperature.compareTo(threshold) > 0;
    }

    private static JsonNode parse(ByteBuffer data) throws MalformedEventException {
        byte[] json = new byte[data.remaining()];
        data.duplicate().get(json);
        try {
            return JSON.readTree(json);
        } catch (JacksonException notJson) {
            throw new MalformedEventException("not JSON: " + notJson.getOriginalMessage());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String deviceId(JsonNode id) throws MalformedEventException {
        if (id.isNumber() || (id.isTextual() && !id.textValue().isEmpty())) {
            return id.asText();
        }
        throw new MalformedEventException("deviceId is missing or neither text nor number");
    }
}
