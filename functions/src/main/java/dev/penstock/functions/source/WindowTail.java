package dev.penstock.functions.source;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What an event of a tumbling window has beside its records. Source: Lambda Developer Guide, "Implementing stateful
 * Kinesis Data Streams processing in Lambda".
 *
 * @param state JSON object
 * @param isFinal whether this is the last invocation of the window
 * @param isTerminatedEarly whether the window ends before its time
 */
record WindowTail(
        long startMillis,
        long endMillis,
        String state,
        String shardId,
        String sourceArn,
        boolean isFinal,
        boolean isTerminatedEarly) {
    private static final int FIXED_BYTES = 256;

    /** How many bytes of an event it needs at most. */
    static int bytes(String state, LaneRules rules) {
        return FIXED_BYTES
                + state.getBytes(StandardCharsets.UTF_8).length
                + rules.shardId().length()
                + rules.sourceArn().length();
    }

    void writeTo(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("window");
        json.writeStringField("start", Instant.ofEpochMilli(startMillis).toString());
        json.writeStringField("end", Instant.ofEpochMilli(endMillis).toString());
        json.writeEndObject();
        json.writeFieldName("state");
        json.writeRawValue(state);
        json.writeStringField("shardId", shardId);
        json.writeStringField("eventSourceARN", sourceArn);
        json.writeBooleanField("isFinalInvokeForWindow", isFinal);
        json.writeBooleanField("isWindowTerminatedEarly", isTerminatedEarly);
    }
}
