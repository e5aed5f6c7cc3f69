package dev.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input of every kind gets a clear message, and nothing that was accepted before or after it is lost. */
class BadInputIT {
    private static final String GOOD = "{\"temperature\": 60}";

    @TempDir
    Path directory;

    @Test
    void malformedJsonIsExplainedAndTheNextMessageArrives() {
        try (RunningPipeline pipeline = start("CountingHandler", "")) {
            pipeline.publish("sensors/1", "{\"temperature\": ");
            String explanation = pipeline.explainLast();
            pipeline.publish("sensors/1", GOOD);

            assertThat(explanation).contains("hot").contains("JSON");
            awaitDelivered(pipeline, 1);
        }
    }

    @Test
    void binaryPayloadIsExplainedAndTheNextMessageArrives() {
        try (RunningPipeline pipeline = start("CountingHandler", "")) {
            pipeline.publish("sensors/1", new byte[] {0, (byte) 0xff, 7, (byte) 0xc3});
            String explanation = pipeline.explainLast();
            pipeline.publish("sensors/1", GOOD);

            assertThat(explanation).contains("rule hot did not fire").contains("not JSON");
            awaitDelivered(pipeline, 1);
        }
    }

    @Test
    void payloadOf200KilobytesDisconnectsItsSenderAndNobodyElse() {
        try (RunningPipeline pipeline = start("CountingHandler", "")) {
            Mqtt3AsyncClient heavy = pipeline.connect("heavy");

            assertThatThrownBy(() -> RunningPipeline.publishAsync(heavy, "sensors/2", new byte[200 * 1024])
                            .orTimeout(1, TimeUnit.MINUTES)
                            .join())
                    .isNotNull();
            pipeline.publish("sensors/1", GOOD);

            awaitDelivered(pipeline, 1);
            assertThat(pipeline.emulator().broker().counters().refused()).isEqualTo(1);
        }
    }

    @Test
    void topicThatNoRuleWantsIsAcknowledgedAndExplained() {
        try (RunningPipeline pipeline = start("CountingHandler", "")) {
            pipeline.publish("weather/1", GOOD);

            assertThat(pipeline.explainLast())
                    .contains("hot")
                    .contains("weather")
                    .contains("sensors");
            assertThat(pipeline.recordsIn("events")).isZero();
        }
    }

    @Test
    void batchOfAHandlerThatThrowsIsRetriedUntilItIsTaken() {
        try (RunningPipeline pipeline = start("FailingHandler", "FAILURES: '2'")) {
            pipeline.publish("sensors/1", GOOD);

            awaitDelivered(pipeline, 1);
            assertThat(pipeline.mapping().failures()).isEqualTo(2);
            assertThat(pipeline.emulator().functions().logs("taker", 100))
                    .anyMatch(line -> line.contains("refused on purpose"));
        }
    }

    @Test
    void handlerThatHangsIsEndedByItsTimeoutAndItsBatchIsRetried() {
        try (RunningPipeline pipeline =
                start("HangingHandler", "MARKER_FILE: '%s'".formatted(directory.resolve("hung")), 5)) {
            pipeline.publish("sensors/1", GOOD);

            awaitDelivered(pipeline, 1);
            assertThat(pipeline.mapping().failures()).isEqualTo(1);
            assertThat(pipeline.emulator().functions().logs("taker", 100))
                    .anyMatch(line -> line.contains("Task timed out after 5.00 seconds"));
        }
    }

    private static void awaitDelivered(RunningPipeline pipeline, long records) {
        Awaitility.await("%d records delivered".formatted(records))
                .atMost(1, TimeUnit.MINUTES)
                .until(() -> pipeline.mapping().recordsDelivered() == records);
    }

    private RunningPipeline start(String handler, String variable) {
        return start(handler, variable, 300);
    }

    /** @param timeout in seconds of real time: the function starts cold, on a machine that may be busy */
    private RunningPipeline start(String handler, String variable, int timeout) {
        Path code = HandlerFolder.create(directory);
        String template = """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Events:
                    Type: AWS::Kinesis::Stream
                    Properties: {Name: events, ShardCount: 1}
                  Hot:
                    Type: AWS::IoT::TopicRule
                    Properties:
                      RuleName: hot
                      TopicRulePayload:
                        Sql: SELECT * FROM 'sensors/+' WHERE temperature > 50
                        AwsIotSqlVersion: '2016-03-23'
                        Actions:
                          - Kinesis: {StreamName: !Ref Events, RoleArn: 'arn:aws:iam::000000000000:role/r'}
                  Taker:
                    Type: AWS::Serverless::Function
                    Properties:
                      FunctionName: taker
                      Runtime: java17
                      Handler: dev.penstock.launcher.handlers.%s
                      CodeUri: %s
                      Timeout: %d
                      Environment:
                        Variables: {%s}
                      Events:
                        Stream:
                          Type: Kinesis
                          Properties: {Stream: !GetAtt Events.Arn, StartingPosition: TRIM_HORIZON}
                """.formatted(handler, code, timeout, variable);
        return RunningPipeline.start(directory, template);
    }
}
