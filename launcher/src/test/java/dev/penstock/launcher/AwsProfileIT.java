package dev.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.launcher.settings.Settings;
import dev.penstock.platform.time.SystemTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The AWS implementations of stream (SDK, Kinesis Client Library) and store (SDK), proven against a second Penstock that
 * stands for AWS.
 */
class AwsProfileIT {
    @TempDir
    Path directory;

    @Test
    void localRulesAndFunctionsWorkOnAStreamAndAStoreElsewhere() throws Exception {
        try (RunningPipeline cloud = RunningPipeline.start(
                Files.createDirectory(directory.resolve("cloud")),
                "Resources: {Other: {Type: 'AWS::Kinesis::Stream', Properties: {Name: other, ShardCount: 1}}}",
                Settings.forTests(),
                new SystemTime())) {
            Settings settings = Settings.forTests()
                    .withStreamOnAws(cloud.emulator().endpoint())
                    .withStoreOnAws(cloud.emulator().endpoint());
            try (RunningPipeline here = RunningPipeline.start(
                    Files.createDirectory(directory.resolve("here")), template(), settings, new SystemTime())) {
                here.publish("sensors/7", "{\"temperature\": 60}");

                Awaitility.await("the function took the record through the Kinesis Client Library")
                        .atMost(3, TimeUnit.MINUTES)
                        .until(() -> here.mapping().recordsDelivered() == 1);
                assertThat(cloud.recordsIn("events")).isEqualTo(1);
                assertThat(cloud.emulator().tables().names()).contains("things");
                assertThat(here.emulator().tables().items("things")).isEqualTo(List.<Map<String, Object>>of());
            }
        }
    }

    private String template() {
        return """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Events:
                    Type: AWS::Kinesis::Stream
                    Properties: {Name: events, ShardCount: 2}
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
                        Sql: SELECT * FROM 'sensors/+'
                        Actions:
                          - Kinesis: {StreamName: !Ref Events, RoleArn: 'arn:aws:iam::000000000000:role/r'}
                  Taker:
                    Type: AWS::Serverless::Function
                    Properties:
                      FunctionName: taker
                      Runtime: java17
                      Handler: dev.penstock.launcher.handlers.CountingHandler
                      CodeUri: %s
                      Events:
                        Stream:
                          Type: Kinesis
                          Properties: {Stream: !GetAtt Events.Arn, StartingPosition: TRIM_HORIZON}
                """.formatted(HandlerFolder.create(directory));
    }
}
