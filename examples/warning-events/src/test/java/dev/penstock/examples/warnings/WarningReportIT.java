package dev.penstock.examples.warnings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Device;
import dev.penstock.testkit.Penstock;
import dev.penstock.testkit.Pipeline;
import dev.penstock.testkit.Row;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.kinesis.KinesisClient;

@Penstock(value = "template.yaml", virtualTime = true, parameters = "Threshold=30")
class WarningReportIT {

    @Test
    void tenSecondsOfADeviceBecomeOneRow(Pipeline pipeline, Device device) {
        device.publish("{\"temperature\": 20}");
        device.publish("{\"temperature\": 40}");
        pipeline.advance(Duration.ofSeconds(12));

        List<Row> reports = pipeline.rows("REPORT_SQL_STREAM").stream()
                .filter(row -> device.id().equals(row.column("deviceId")))
                .toList();

        assertThat(reports).hasSize(1);
        assertThat(reports.get(0).column("events")).hasToString("2");
        assertThat(reports.get(0).column("averageTemperature")).hasToString("30.0");
        assertThat(reports.get(0).column("maxTemperature")).hasToString("40.0");
        assertThat(pipeline.records("analytics_reports")).anyMatch(report -> report.contains(device.id()));
    }

    @Test
    void newestWarningOfADeviceReplacesThePreviousOne(Pipeline pipeline, DynamoDbClient dynamoDb) {
        pipeline.device("twice").publish("{\"temperature\": 31}");
        pipeline.device("twice").publish("{\"temperature\": 32.5}");
        pipeline.settle();

        ScanResponse warnings = dynamoDb.scan(scan -> scan.tableName("warning_events"));

        assertThat(warnings.items())
                .filteredOn(item -> item.get("deviceId").s().equals("twice"))
                .extracting(item -> item.get("temperature"))
                .containsExactly(AttributeValue.fromN("32.5"));
    }

    @Test
    void malformedRecordHarmsNoOther(Pipeline pipeline, KinesisClient kinesis) {
        kinesis.putRecord(put -> put.streamName("events_for_function")
                .partitionKey("any")
                .data(SdkBytes.fromString("not json", StandardCharsets.UTF_8)));
        pipeline.device("after-it").publish("{\"temperature\": 99}");
        pipeline.settle();

        assertThat(pipeline.items("warning_events"))
                .extracting(warning -> warning.get("deviceId"))
                .contains("after-it");
        assertThat(pipeline.logs("warning_function")).anyMatch(line -> line.contains("malformed record"));
    }

    @Test
    void messageOutsideTheTopicFilterExplainsItself(Pipeline pipeline) {
        pipeline.publish("sensors/7/extra", "{\"temperature\": 99}");

        assertThat(pipeline.explainLast()).contains("events_to_function", "sensors/+");
    }
}
