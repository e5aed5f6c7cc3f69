package dev.penstock.rules.local;

import static dev.penstock.rules.local.EngineFixture.action;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.logs.LogGroups;
import dev.penstock.platform.logs.LogGroups.Line;
import dev.penstock.platform.time.TestTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudwatchLogsActionTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final LogGroups logs =
            new LogGroups(AwsIdentity.DEFAULT, TestTime.at(START.toString()), LogGroups.DEFAULT_MAX_BYTES);
    private final EngineFixture fixture =
            new EngineFixture(EngineFixture.settings(2, 256), targets -> targets.withLogs(logs));

    @BeforeEach
    void createGroup() {
        logs.create("mine");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void payloadIsOneEventAtTheTimeOfItsArrival() {
        rule("mine", false);
        fixture.time.advance(Duration.ofSeconds(3));

        publish("{\"n\" : 1}");
        publish("plain text");

        assertThat(logs.lines("mine"))
                .containsExactly(
                        new Line("r", START.plusSeconds(3), "{\"n\" : 1}"),
                        new Line("r", START.plusSeconds(3), "plain text"));
        assertThat(fixture.explain(0)).contains("logStreamName", "logEvents");
    }

    @Test
    void eachElementOfABatchIsAnEventAtItsOwnTime() {
        rule("mine", true);

        publish("[{\"timestamp\":1767225600002,\"message\":\"b\"},{\"timestamp\":1767225600001,\"message\":\"a\"}]");

        assertThat(logs.lines("mine"))
                .containsExactly(new Line("r", START.plusMillis(1), "a"), new Line("r", START.plusMillis(2), "b"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"timestamp\":1,\"message\":\"a\"} | with batchMode the payload must be an array of {timestamp, message}",
                "[] | a batch has 1 to 10000 log events, not 0",
                "[{\"timestamp\":1767225600000}] | element 0: 'message' must be a text of at least one character, not missing",
                "[{\"timestamp\":1.5,\"message\":\"a\"}] | element 0: 'timestamp' must be milliseconds since the epoch, not 1.5",
                "[{\"timestamp\":1767225600000,\"message\":\"a\"},{\"timestamp\":1,\"message\":\"b\"}]"
                        + " | element 1: 'timestamp' 1 is more than 14 days old or more than 2 hours in the future"
            })
    void batchThatIsWrongFailsAndWritesNothing(String payload, String message) {
        rule("mine", true);

        publish(payload);

        assertThat(fixture.explain(0)).contains("InvalidParameterException: " + message);
        assertThat(logs.lines("mine")).isEmpty();
    }

    @Test
    void payloadThatIsNotTextFails() {
        rule("mine", false);

        fixture.broker.publish("a", Bytes.wrap(new byte[] {(byte) 0xff}), 1, "device");
        publish("");

        assertThat(fixture.explain(0)).contains("InvalidParameterException: the payload is not UTF-8 text");
        assertThat(fixture.explain(1)).contains("InvalidParameterException: the payload is empty");
    }

    @Test
    void missingGroupFails() {
        rule("other", false);

        publish("{}");

        assertThat(fixture.explain(0)).contains("ResourceNotFoundException: The specified log group does not exist.");
    }

    private void rule(String group, boolean batch) {
        fixture.rule(
                "r",
                "SELECT * FROM 'a'",
                action("cloudwatchLogs", "{'logGroupName':'%s','batchMode':%s,'roleArn':'x'}".formatted(group, batch)));
    }

    private void publish(String payload) {
        fixture.broker.publish("a", payload, "device").toCompletableFuture().join();
        fixture.time.settle();
    }
}
