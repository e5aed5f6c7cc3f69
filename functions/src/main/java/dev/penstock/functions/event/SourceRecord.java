package dev.penstock.functions.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One record of a shard. Immutable: it may be kept for retries. */
public interface SourceRecord {

    /** Decimal digits; compared as numbers. */
    String sequenceNumber();

    /** When it arrived, in milliseconds since the epoch. */
    long arrivalMillis();

    /** Records with the same key keep their order: the partition key, or the key of the item as text. */
    String key();

    /** About how many bytes of memory it holds. */
    int bytes();

    /** Writes it as a member of {@code Records}, with AWS's keys in AWS's order. */
    void writeTo(JsonGenerator json) throws IOException;

    /**
     * What filters match. For Kinesis the members of {@code kinesis} at the top level.
     *
     * @param withData whether a pattern asks for {@code data}, which is then the parsed payload
     * @return null when the payload is asked for and is not JSON
     */
    @Nullable
    JsonNode filterView(boolean withData);
}
