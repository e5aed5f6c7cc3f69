package dev.penstock.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

class SqlTailIT {
    private static final int LIMIT = 180;

    @TempDir
    Path workingDirectory;

    @Test
    void followsARunningPipelineFromNoRowsToTheFirst() throws Exception {
        String template = PenstockProcess.distribution()
                .resolve("examples/warning-events/template.yaml")
                .toString();
        try (PenstockProcess up =
                PenstockProcess.start(workingDirectory, "up", template, "--port", "0", "--mqtt-port", "0")) {
            up.awaitLine("Ready.", LIMIT);
            String endpoint = up.find("(http://127\\.0\\.0\\.1:\\d+)");
            try (PenstockProcess tail = PenstockProcess.start(
                    workingDirectory,
                    "sql",
                    "tail",
                    "warning_analytics",
                    "DESTINATION_SQL_STREAM",
                    "--follow",
                    "--url",
                    endpoint)) {
                tail.awaitLine("no record has come from the input", LIMIT);
                tail.awaitLine(
                        "pump WARNING_PUMP from SOURCE_SQL_STREAM_001 into DESTINATION_SQL_STREAM: 0 rows in", LIMIT);

                put(endpoint, "{\"deviceId\":\"press-3\",\"temperature\":99.5}");
                String row = tail.awaitLine("temperature=99.5", LIMIT);
                tail.awaitLine("into DESTINATION_SQL_STREAM: 1 row in, 1 out, 0 failed", LIMIT);
                tail.interrupt();

                assertThat(row).startsWith("DESTINATION_SQL_STREAM").contains("deviceId=press-3");
                assertThat(tail.awaitExit(LIMIT)).as(tail.text()).isZero();
            }
        }
    }

    private static void put(String endpoint, String record) {
        try (KinesisAsyncClient client = KinesisAsyncClient.builder()
                .endpointOverride(URI.create(endpoint))
                .build()) {
            client.putRecord(r -> r.streamName("events_for_analytics")
                            .partitionKey("press-3")
                            .data(SdkBytes.fromUtf8String(record)))
                    .join();
        }
    }
}
