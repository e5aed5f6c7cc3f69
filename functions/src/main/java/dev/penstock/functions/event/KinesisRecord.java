package dev.penstock.functions.event;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.StreamRecord;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A record of a Kinesis stream: {@code {"kinesis":{...},"eventSource":"aws:kinesis",...}} with the keys in AWS's order.
 * Source: Lambda Developer Guide, "Process Kinesis Data Streams records with Lambda"; order as recorded.
 */
final class KinesisRecord implements SourceRecord {
    private static final SerializedString KINESIS = new SerializedString("kinesis");
    private static final SerializedString SCHEMA_VERSION = new SerializedString("kinesisSchemaVersion");
    private static final SerializedString SCHEMA = new SerializedString("1.0");
    private static final SerializedString PARTITION_KEY = new SerializedString("partitionKey");
    private static final SerializedString SEQUENCE_NUMBER = new SerializedString("sequenceNumber");
    private static final SerializedString DATA = new SerializedString("data");
    private static final SerializedString ARRIVAL = new SerializedString("approximateArrivalTimestamp");
    private static final SerializedString SOURCE = new SerializedString("eventSource");
    private static final SerializedString SERVICE = new SerializedString("aws:kinesis");
    private static final SerializedString VERSION = new SerializedString("eventVersion");
    private static final SerializedString EVENT_ID = new SerializedString("eventID");
    private static final SerializedString EVENT_NAME = new SerializedString("eventName");
    private static final SerializedString NAME = new SerializedString("aws:kinesis:record");
    private static final SerializedString IDENTITY = new SerializedString("invokeIdentityArn");
    private static final SerializedString REGION = new SerializedString("awsRegion");
    private static final SerializedString SOURCE_ARN = new SerializedString("eventSourceARN");
    private static final int MILLI_DIGITS = 3;
    private static final int OVERHEAD = 64;

    private final StreamRecord record;
    private final String shardId;
    private final KinesisOrigin origin;
    private final int bytes;
    private @Nullable String sequenceNumber;

    KinesisRecord(StreamRecord record, String shardId, KinesisOrigin origin) {
        this.record = record;
        this.shardId = shardId;
        this.origin = origin;
        bytes = record.data().length() + OVERHEAD;
    }

    SequenceNumber number() {
        return record.sequenceNumber();
    }

    @Override
    public String sequenceNumber() {
        String known = sequenceNumber;
        if (known == null) {
            known = record.sequenceNumber().toString();
            sequenceNumber = known;
        }
        return known;
    }

    @Override
    public long arrivalMillis() {
        return record.arrivalMillis();
    }

    @Override
    public String key() {
        return record.partitionKey();
    }

    @Override
    public int bytes() {
        return bytes;
    }

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        Bytes data = record.data();
        json.writeStartObject();
        json.writeFieldName(KINESIS);
        json.writeStartObject();
        json.writeFieldName(SCHEMA_VERSION);
        json.writeString(SCHEMA);
        json.writeFieldName(PARTITION_KEY);
        json.writeString(record.partitionKey());
        json.writeFieldName(SEQUENCE_NUMBER);
        json.writeString(sequenceNumber());
        json.writeFieldName(DATA);
        json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, data.array(), data.offset(), data.length());
        json.writeFieldName(ARRIVAL);
        json.writeNumber(seconds());
        json.writeEndObject();
        json.writeFieldName(SOURCE);
        json.writeString(SERVICE);
        json.writeFieldName(VERSION);
        json.writeString(SCHEMA);
        json.writeFieldName(EVENT_ID);
        json.writeString(shardId + ":" + sequenceNumber());
        json.writeFieldName(EVENT_NAME);
        json.writeString(NAME);
        json.writeFieldName(IDENTITY);
        json.writeString(origin.roleArn());
        json.writeFieldName(REGION);
        json.writeString(origin.region());
        json.writeFieldName(SOURCE_ARN);
        json.writeString(origin.sourceArn());
        json.writeEndObject();
    }

    /** Seconds with three decimals: {@code 1714557600.123}. */
    private BigDecimal seconds() {
        return BigDecimal.valueOf(arrivalMillis(), MILLI_DIGITS);
    }

    @Override
    public @Nullable JsonNode filterView(boolean withData) {
        ObjectNode view = Json.MAPPER.createObjectNode();
        view.put("kinesisSchemaVersion", "1.0");
        view.put("partitionKey", record.partitionKey());
        view.put("sequenceNumber", sequenceNumber());
        if (withData) {
            JsonNode payload = parsed();
            if (payload == null) {
                return null;
            }
            view.set("data", payload);
        }
        view.put("approximateArrivalTimestamp", seconds());
        return view;
    }

    private @Nullable JsonNode parsed() {
        Bytes data = record.data();
        try {
            JsonNode tree = Json.MAPPER.readTree(data.array(), data.offset(), data.length());
            return tree == null || tree.isMissingNode() ? null : tree;
        } catch (IOException notJson) {
            return null;
        }
    }
}
