package dev.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.launcher.settings.Settings;
import dev.penstock.platform.time.TestTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is static: two pipelines in one JVM share nothing, the clock included. */
class TwoPipelinesIT {
    private static final String TEMPLATE = """
            Resources:
              Events:
                Type: AWS::Kinesis::Stream
                Properties: {Name: events, ShardCount: 1}
              Table:
                Type: AWS::DynamoDB::Table
                Properties:
                  TableName: things
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  BillingMode: PAY_PER_REQUEST
              All:
                Type: AWS::IoT::TopicRule
                Properties:
                  RuleName: all
                  TopicRulePayload:
                    Sql: SELECT *, timestamp() AS at FROM 'sensors/+'
                    Actions:
                      - Kinesis: {StreamName: !Ref Events, RoleArn: 'arn:aws:iam::000000000000:role/r'}
            """;

    @TempDir
    Path directory;

    @Test
    void messageOfOnePipelineIsNotSeenByTheOther() throws Exception {
        TestTime firstClock = TestTime.at("2026-01-01T00:00:00Z");
        TestTime secondClock = TestTime.at("2030-01-01T00:00:00Z");
        try (RunningPipeline first = start("first", firstClock);
                RunningPipeline second = start("second", secondClock)) {
            first.publish("sensors/1", "{}");
            first.publish("sensors/2", "{}");
            second.publish("sensors/3", "{}");
            firstClock.settle();
            secondClock.settle();

            assertThat(first.recordsIn("events")).isEqualTo(2);
            assertThat(second.recordsIn("events")).isEqualTo(1);
            assertThat(first.emulator().tables().names()).containsExactly("things");
        }
    }

    @Test
    void clockOfOnePipelineDoesNotMoveTheOther() throws Exception {
        TestTime firstClock = TestTime.at("2026-01-01T00:00:00Z");
        TestTime secondClock = TestTime.at("2026-01-01T00:00:00Z");
        try (RunningPipeline first = start("first", firstClock);
                RunningPipeline second = start("second", secondClock)) {
            first.publish("sensors/1", "{}");
            firstClock.advance(Duration.ofHours(1));

            assertThat(firstClock.now()).isEqualTo(Instant.parse("2026-01-01T01:00:00Z"));
            assertThat(secondClock.now()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
            assertThat(second.recordsIn("events")).isZero();
        }
    }

    private RunningPipeline start(String name, TestTime clock) throws Exception {
        return RunningPipeline.start(
                Files.createDirectory(directory.resolve(name)), TEMPLATE, Settings.forTests(), clock);
    }
}
