package dev.penstock.functions.source;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.stream.StreamRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Writes the event of one invocation, record by record, straight into its bytes:
 * {@code {"Records":[{"kinesis":{...},"eventSource":"aws:kinesis",...}]}} with the keys in AWS's order. Never grows past
 * 6 MB, base64 included.
 */
final class KinesisEventJson {
    /** Largest event of an invocation. */
    static final int MAX_BYTES = 6 * 1024 * 1024;

    private static final byte[] OPEN = "{\"Records\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "]}".getBytes(StandardCharsets.US_ASCII);
    private static final int MILLI_DIGITS = 3;

    private final String shardId;
    private final RecordOrigin origin;
    private final Buffer bytes = new Buffer();
    private int records;

    KinesisEventJson(String shardId, RecordOrigin origin) {
        this.shardId = shardId;
        this.origin = origin;
        bytes.writeBytes(OPEN);
    }

    /** Adds a record; false when the event would grow too large, then it is left as it was. The first always fits. */
    boolean add(StreamRecord record) {
        int before = bytes.size();
        try {
            if (records > 0) {
                bytes.write(',');
            }
            try (JsonGenerator json = Json.MAPPER.getFactory().createGenerator(bytes)) {
                write(record, json);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        if (records > 0 && bytes.size() + CLOSE.length > MAX_BYTES) {
            bytes.cutTo(before);
            return false;
        }
        records++;
        return true;
    }

    private void write(StreamRecord record, JsonGenerator json) throws IOException {
        String sequenceNumber = record.sequenceNumber().toString();
        Bytes data = record.data();
        json.writeStartObject();
        json.writeObjectFieldStart("kinesis");
        json.writeStringField("kinesisSchemaVersion", "1.0");
        json.writeStringField("partitionKey", record.partitionKey());
        json.writeStringField("sequenceNumber", sequenceNumber);
        json.writeFieldName("data");
        json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, data.array(), data.offset(), data.length());
        json.writeFieldName("approximateArrivalTimestamp");
        json.writeNumber(seconds(record.approximateArrival()));
        json.writeEndObject();
        json.writeStringField("eventSource", "aws:kinesis");
        json.writeStringField("eventVersion", "1.0");
        json.writeStringField("eventID", shardId + ":" + sequenceNumber);
        json.writeStringField("eventName", "aws:kinesis:record");
        json.writeStringField("invokeIdentityArn", origin.roleArn());
        json.writeStringField("awsRegion", origin.region());
        json.writeStringField("eventSourceARN", origin.streamArn());
        json.writeEndObject();
    }

    /** Seconds with three decimals: {@code 1714557600.123}. */
    private static BigDecimal seconds(Instant arrival) {
        return BigDecimal.valueOf(arrival.toEpochMilli(), MILLI_DIGITS);
    }

    int size() {
        return bytes.size() + CLOSE.length;
    }

    /** The whole event; nothing may be added afterwards. */
    Bytes finish() {
        bytes.writeBytes(CLOSE);
        return Bytes.wrap(bytes.toByteArray());
    }

    /** Can take back what was written last. Used by one thread. */
    private static final class Buffer extends ByteArrayOutputStream {
        void cutTo(int size) {
            count = size;
        }
    }
}
