package dev.penstock.functions.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/**
 * When a change was made. DynamoDB says so to the second; DynamoDB Local cuts it down to the minute, which would make
 * every record up to a minute too old. A stamp on a full minute is therefore moved up to when the shard was last seen
 * without the record. No record comes from the future: a test clock may be behind DynamoDB's own.
 */
final class ArrivalEstimate {
    private static final int MILLIS = 1000;
    private static final int MINUTE = 60_000;

    private ArrivalEstimate() {}

    /**
     * @param record of GetRecords
     * @param seenWithoutMillis when the shard was last read to its end before
     */
    static long of(JsonNode record, long seenWithoutMillis, long nowMillis) {
        JsonNode stamp = record.path("dynamodb").path("ApproximateCreationDateTime");
        long millis = stamp.isNumber()
                ? stamp.decimalValue().multiply(BigDecimal.valueOf(MILLIS)).longValue()
                : nowMillis;
        long raised = millis % MINUTE == 0 ? Math.max(millis, seenWithoutMillis) : millis;
        return Math.min(raised, nowMillis);
    }
}
