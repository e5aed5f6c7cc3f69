package dev.penstock.functions.filter;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.functions.event.SourceRecord;
import dev.penstock.platform.data.Json;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A record that only has what filters look at, and counts how often its payload is parsed. */
record ViewedRecord(String metadata, String payload, AtomicInteger parsed) implements SourceRecord {

    static ViewedRecord of(String payload) {
        return new ViewedRecord("{\"partitionKey\":\"dev-1\"}", payload, new AtomicInteger());
    }

    @Override
    public @Nullable JsonNode filterView(boolean withData) {
        try {
            ObjectNode view = (ObjectNode) Json.MAPPER.readTree(metadata);
            if (withData) {
                parsed.incrementAndGet();
                view.set("data", Json.MAPPER.readTree(payload));
            }
            return view;
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    @Override
    public String sequenceNumber() {
        return "1";
    }

    @Override
    public long arrivalMillis() {
        return 0;
    }

    @Override
    public String key() {
        return "dev-1";
    }

    @Override
    public int bytes() {
        return payload.length();
    }

    @Override
    public void writeTo(JsonGenerator json) {
        throw new UnsupportedOperationException();
    }
}
