package dev.penstock.functions.source;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.event.SourceRecord;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A record of a {@link ModelStream}.
 *
 * @param wanted whether the filter of the model wants it
 */
record ModelRecord(long number, String shardId, String key, long arrivalMillis, boolean wanted)
        implements SourceRecord {

    @Override
    public String sequenceNumber() {
        return Long.toString(number);
    }

    @Override
    public int bytes() {
        return 1;
    }

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("n", number);
        json.writeEndObject();
    }

    @Override
    public @Nullable JsonNode filterView(boolean withData) {
        return Json.MAPPER.createObjectNode().put("wanted", wanted);
    }
}
