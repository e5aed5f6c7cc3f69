package dev.penstock.examples.warnings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Penstock;
import dev.penstock.testkit.Pipeline;
import org.junit.jupiter.api.Test;

@Penstock(value = "template.yaml", virtualTime = true)
class WarningEventsIT {

    @Test
    void onlyTheHotDeviceIsWarnedOf(Pipeline pipeline) {
        pipeline.device("7").publish("{\"temperature\": 71}");
        pipeline.device("8").publish("{\"temperature\": 21}");

        pipeline.settle();

        assertThat(pipeline.items("warning_events"))
                .extracting(warning -> warning.get("deviceId"))
                .containsExactly("7");
        assertThat(pipeline.rows("DESTINATION_SQL_STREAM"))
                .extracting(row -> row.column("deviceId"))
                .containsExactly("7");
    }
}
