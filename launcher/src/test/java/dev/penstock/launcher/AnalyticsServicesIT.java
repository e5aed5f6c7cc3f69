package dev.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.launcher.settings.AnalyticsOptions;
import dev.penstock.launcher.settings.RuleOptions;
import dev.penstock.launcher.settings.Settings;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.rules.Sinks;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A SQL application of a template with functions before and behind it, a delivery stream and a reference table. */
class AnalyticsServicesIT {
    private static final String API = "KinesisAnalytics_20180523.";

    @TempDir
    Path directory;

    @Test
    void recordsPassFunctionsTheQueryAndEveryDestination() throws Exception {
        Path taken = directory.resolve("taken.txt");
        writeNames();
        try (RunningPipeline pipeline = start(true)) {
            for (String record : List.of("n=1", "drop me", "bad one", "n=7", "n=9")) {
                put(pipeline, record);
            }

            Awaitility.await("rows at the function, where the one that failed came again")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> Files.exists(taken) && Files.readString(taken).contains("7"));
            Awaitility.await("rows at the delivery stream")
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(sent(pipeline)).hasSize(2));
            assertThat(Files.readString(taken)).isEqualTo("0 1,one\n1 7,seven\n");
            assertThat(sent(pipeline))
                    .extracting(entry -> entry.body().utf8())
                    .containsExactly("{\"N\":1,\"NAME\":\"one\"}", "{\"N\":7,\"NAME\":\"seven\"}");
            assertThat(sent(pipeline)).extracting(Sinks.Entry::rule).containsOnly("app");
            Awaitility.await("the bad one")
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(pipeline.emulator()
                                    .analytics()
                                    .status("app")
                                    .errorRows())
                            .isEqualTo(1));
        }
    }

    @Test
    void applicationOfATemplateIsDescribedAndChangedThroughTheApi() throws Exception {
        writeNames();
        try (RunningPipeline pipeline = start(false)) {
            String described = call(pipeline, "DescribeApplication", "{'ApplicationName':'app'}");
            String added = call(
                    pipeline,
                    "AddApplicationCloudWatchLoggingOption",
                    "{'ApplicationName':'app','CurrentApplicationVersionId':1,'CloudWatchLoggingOption':"
                            + "{'LogStreamARN':'arn:aws:logs:us-east-1:000000000000:log-group:g:log-stream:s'}}");
            call(pipeline, "StartApplication", "{'ApplicationName':'app'}");

            assertThat(described)
                    .contains(
                            "\"ApplicationStatus\":\"READY\"",
                            "\"ApplicationDescription\":\"about numbers\"",
                            "\"BucketARN\":\"arn:aws:s3:::tables\",\"FileKey\":\"names.csv\"",
                            "InputLambdaProcessorDescription",
                            "LambdaOutputDescription",
                            "KinesisFirehoseOutputDescription");
            assertThat(added).contains("\"ApplicationVersionId\":2");
            assertThat(call(pipeline, "DescribeApplication", "{'ApplicationName':'app'}"))
                    .contains("\"ApplicationStatus\":\"RUNNING\"", "names.csv");
        }
    }

    private static List<Sinks.Entry> sent(RunningPipeline pipeline) {
        return pipeline.emulator().rules().sinks().entries("firehose", "archive");
    }

    private static void put(RunningPipeline pipeline, String record) throws Exception {
        pipeline.emulator()
                .streams()
                .put("numbers", "k", Bytes.utf8(record))
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
    }

    private static String call(RunningPipeline pipeline, String operation, String input)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(pipeline.emulator().endpoint())
                                .header("X-Amz-Target", API + operation)
                                .header("Content-Type", "application/x-amz-json-1.1")
                                .POST(HttpRequest.BodyPublishers.ofString(input.replace('\'', '"')))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private void writeNames() throws IOException {
        Path bucket = Files.createDirectories(directory.resolve("s3/tables"));
        Files.writeString(bucket.resolve("names.csv"), "1,one\n7,seven\n");
    }

    private RunningPipeline start(boolean autoStart) {
        Settings settings = Settings.forTests()
                .withAnalytics(new AnalyticsOptions(autoStart))
                .withRules(new RuleOptions(directory.resolve("s3"), Map.of()));
        return RunningPipeline.start(directory, template(), settings, new SystemTime());
    }

    private String template() {
        return """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Numbers: {Type: AWS::Kinesis::Stream, Properties: {Name: numbers, ShardCount: 1}}
                  Tables: {Type: AWS::S3::Bucket, Properties: {BucketName: tables}}
                  Archive: {Type: AWS::KinesisFirehose::DeliveryStream, Properties: {DeliveryStreamName: archive}}
                  Before:
                    Type: AWS::Serverless::Function
                    Properties:
                      Runtime: java17
                      Handler: dev.penstock.launcher.handlers.PreprocessingHandler
                      Timeout: 60
                      CodeUri: %1$s
                  Behind:
                    Type: AWS::Serverless::Function
                    Properties:
                      Runtime: java17
                      Handler: dev.penstock.launcher.handlers.DeliveryHandler
                      Timeout: 60
                      CodeUri: %1$s
                      Environment: {Variables: {TAKEN: '%2$s/taken.txt'}}
                  App:
                    Type: AWS::KinesisAnalytics::Application
                    Properties:
                      ApplicationName: app
                      ApplicationDescription: about numbers
                      ApplicationCode: |
                        CREATE STREAM NAMED (N INTEGER, NAME VARCHAR(16));
                        CREATE PUMP P AS INSERT INTO NAMED SELECT STREAM S.N, T.NAME
                          FROM SOURCE_001 AS S JOIN NAMES AS T ON S.N = T.N;
                      Inputs:
                        - NamePrefix: SOURCE
                          KinesisStreamsInput: {ResourceARN: !GetAtt Numbers.Arn, RoleARN: r}
                          InputProcessingConfiguration: {InputLambdaProcessor: {ResourceARN: !GetAtt Before.Arn, RoleARN: r}}
                          InputSchema:
                            RecordFormat: {RecordFormatType: JSON, MappingParameters: {JSONMappingParameters: {RecordRowPath: $}}}
                            RecordColumns: [{Name: N, SqlType: INTEGER, Mapping: $.n}]
                  Names:
                    Type: AWS::KinesisAnalytics::ApplicationReferenceDataSource
                    Properties:
                      ApplicationName: !Ref App
                      ReferenceDataSource:
                        TableName: NAMES
                        S3ReferenceDataSource: {BucketARN: !GetAtt Tables.Arn, FileKey: names.csv, ReferenceRoleARN: r}
                        ReferenceSchema:
                          RecordFormat:
                            RecordFormatType: CSV
                            MappingParameters: {CSVMappingParameters: {RecordRowDelimiter: "\\n", RecordColumnDelimiter: ","}}
                          RecordColumns: [{Name: N, SqlType: INTEGER}, {Name: NAME, SqlType: VARCHAR(16)}]
                  ToFunction:
                    Type: AWS::KinesisAnalytics::ApplicationOutput
                    Properties:
                      ApplicationName: !Ref App
                      Output: {Name: NAMED, DestinationSchema: {RecordFormatType: CSV}, LambdaOutput: {ResourceARN: !GetAtt Behind.Arn, RoleARN: r}}
                  ToArchive:
                    Type: AWS::KinesisAnalytics::ApplicationOutput
                    Properties:
                      ApplicationName: !Ref App
                      Output: {Name: NAMED, DestinationSchema: {RecordFormatType: JSON}, KinesisFirehoseOutput: {ResourceARN: !GetAtt Archive.Arn, RoleARN: r}}
                """.formatted(HandlerFolder.create(directory), directory);
    }
}
