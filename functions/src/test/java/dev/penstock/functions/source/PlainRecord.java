package dev.penstock.functions.source;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.event.SourceRecord;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A record of no service, which shows just what a test is about. */
record PlainRecord(String sequenceNumber, String key, long arrivalMillis, String data) implements SourceRecord {

    @Override
    public int bytes() {
        return data.length();
    }

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", sequenceNumber);
        json.writeStringField("key", key);
        json.writeStringField("data", data);
        json.writeEndObject();
    }

    @Override
    public @Nullable JsonNode filterView(boolean withData) {
        return null;
    }
}
