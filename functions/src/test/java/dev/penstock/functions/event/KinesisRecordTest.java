package dev.penstock.functions.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.StreamRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KinesisRecordTest {
    private static final KinesisOrigin ORIGIN = new KinesisOrigin(
            "arn:aws:kinesis:us-east-1:123456789012:stream/NAME",
            "us-east-1",
            "arn:aws:iam::123456789012:role/fn-role");

    private static KinesisRecord record(String key, String data) {
        StreamRecord record = StreamRecord.of(
                SequenceNumber.parse("4966"), key, Bytes.utf8(data), Instant.parse("2024-05-01T10:00:00.123Z"));
        return new KinesisRecord(record, "shardId-000000000000", ORIGIN);
    }

    private static String written(KinesisRecord record) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.MAPPER.getFactory().createGenerator(text)) {
            record.writeTo(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    @Test
    void membersStandInTheOrderOfAws() {
        assertThat(written(record("dev-7", "{\"t\":55}"))).isEqualTo("""
                        {"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"dev-7","sequenceNumber":"4966",\
                        "data":"eyJ0Ijo1NX0=","approximateArrivalTimestamp":1714557600.123},"eventSource":"aws:kinesis",\
                        "eventVersion":"1.0","eventID":"shardId-000000000000:4966","eventName":"aws:kinesis:record",\
                        "invokeIdentityArn":"arn:aws:iam::123456789012:role/fn-role","awsRegion":"us-east-1",\
                        "eventSourceARN":"arn:aws:kinesis:us-east-1:123456789012:stream/NAME"}""");
    }

    @Test
    void keysAreEscapedAndAnEmptyPayloadIsAnEmptyText() {
        assertThat(written(record("a\"\\\u00e9", "")))
                .contains("\"partitionKey\":\"a\\\"\\\\\u00e9\"", "\"data\":\"\"");
    }

    @Test
    void filtersSeeMetadataAtTheTopAndThePayloadOnlyWhenTheyAsk() {
        assertThat(record("k", "{\"t\": 55}").filterView(true))
                .hasToString(
                        "{\"kinesisSchemaVersion\":\"1.0\",\"partitionKey\":\"k\",\"sequenceNumber\":\"4966\",\"data\":{\"t\":55},"
                                + "\"approximateArrivalTimestamp\":1714557600.123}");
        assertThat(record("k", "no json").filterView(true)).isNull();
        assertThat(record("k", "no json").filterView(false)).isNotNull();
    }
}
