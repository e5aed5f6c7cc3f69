package dev.penstock.examples.warnings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Penstock;
import dev.penstock.testkit.Pipeline;
import dev.penstock.testkit.Sent;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@Penstock(value = "template-node.yaml", virtualTime = true)
@EnabledIf(value = "hasNode", disabledReason = "node is not on the PATH")
class NodeHandlerIT {
    private static final String GIVEN_UP = "https://sqs.us-east-1.amazonaws.com/000000000000/given_up";

    @Test
    void onlyTheHotDeviceIsWarnedOf(Pipeline pipeline) {
        pipeline.device("7").publish("{\"temperature\": 71}");
        pipeline.device("8").publish("{\"temperature\": 21}");
        pipeline.settle();

        assertThat(pipeline.items("warning_events"))
                .extracting(warning -> warning.get("deviceId"))
                .contains("7")
                .doesNotContain("8");
    }

    @Test
    void recordThatIsNeverTakenIsTriedThreeTimesAndThenToldToTheQueue(Pipeline pipeline) {
        pipeline.device("odd").publish("{\"temperature\": \"very hot\"}");
        pipeline.device("after-it").publish("{\"temperature\": 99}");
        pipeline.advance(Duration.ofMinutes(5));

        assertThat(pipeline.logs("warning_function"))
                .filteredOn(line -> line.contains("malformed record"))
                .hasSize(3);
        assertThat(pipeline.mapping("warning_function").discarded()).isEqualTo(1);
        assertThat(pipeline.sinks("sqs", GIVEN_UP))
                .singleElement()
                .extracting(Sent::text)
                .asString()
                .contains("RetryAttemptsExhausted", "\"approximateInvokeCount\":3");
        assertThat(pipeline.items("warning_events"))
                .extracting(warning -> warning.get("deviceId"))
                .contains("after-it");
    }

    static boolean hasNode() throws InterruptedException {
        try {
            return new ProcessBuilder("node", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }
}
