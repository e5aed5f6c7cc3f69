package dev.penstock.functions.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.StreamRecord;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KinesisEventJsonTest {
    private final KinesisEventJson json = new KinesisEventJson(
            "shardId-000000000000",
            new RecordOrigin(
                    "arn:aws:kinesis:us-east-1:123456789012:stream/NAME",
                    "us-east-1",
                    "arn:aws:iam::123456789012:role/fn-role"));

    private static StreamRecord record(String sequenceNumber, String key, String data) {
        return StreamRecord.of(
                SequenceNumber.parse(sequenceNumber), key, Bytes.utf8(data), Instant.parse("2024-05-01T10:00:00.123Z"));
    }

    @Test
    void membersStandInTheOrderOfAws() {
        json.add(record("4966", "dev-7", "{\"t\":55}"));

        assertThat(json.finish().utf8()).isEqualTo("""
                        {"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"dev-7","sequenceNumber":"4966",\
                        "data":"eyJ0Ijo1NX0=","approximateArrivalTimestamp":1714557600.123},"eventSource":"aws:kinesis",\
                        "eventVersion":"1.0","eventID":"shardId-000000000000:4966","eventName":"aws:kinesis:record",\
                        "invokeIdentityArn":"arn:aws:iam::123456789012:role/fn-role","awsRegion":"us-east-1",\
                        "eventSourceARN":"arn:aws:kinesis:us-east-1:123456789012:stream/NAME"}]}""");
    }

    @Test
    void keysAreEscapedAndRecordsPartedByCommas() {
        json.add(record("1", "a\"\\\u00e9", ""));
        json.add(record("2", "b", "x"));

        assertThat(json.finish().utf8())
                .contains("\"partitionKey\":\"a\\\"\\\\\u00e9\"", "\"data\":\"\"", "},{\"kinesis\"")
                .endsWith("}]}");
    }

    @Test
    void recordThatDoesNotFitLeavesTheEventAsItWas() {
        json.add(record("1", "k", "x".repeat(4 * 1024 * 1024)));
        int before = json.size();

        boolean added = json.add(record("2", "k", "x".repeat(1024 * 1024)));

        assertThat(added).isFalse();
        assertThat(json.size()).isEqualTo(before);
        assertThat(json.finish().utf8()).endsWith("stream/NAME\"}]}").doesNotContain("\"sequenceNumber\":\"2\"");
    }
}
