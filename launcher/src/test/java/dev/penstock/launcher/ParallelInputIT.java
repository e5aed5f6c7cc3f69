package dev.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesisanalyticsv2.KinesisAnalyticsV2Client;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.CodeContentType;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.Input;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.InputDescription;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.InputStartingPosition;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.RecordColumn;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.RecordFormatType;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.RuntimeEnvironment;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.SqlRunConfiguration;

/** A stream of four shards that an application reads into two in-application streams, with the AWS SDK around it. */
class ParallelInputIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/";
    private static final String CODE = """
            CREATE STREAM ALL_ROWS (N INTEGER, PART INTEGER);
            CREATE PUMP P1 AS INSERT INTO ALL_ROWS SELECT STREAM N, 1 FROM SOURCE_001;
            CREATE PUMP P2 AS INSERT INTO ALL_ROWS SELECT STREAM N, 2 FROM SOURCE_002;
            """;
    private static final String STREAMS = """
            Resources:
              Wide: {Type: AWS::Kinesis::Stream, Properties: {Name: wide, ShardCount: 4}}
              Rows: {Type: AWS::Kinesis::Stream, Properties: {Name: rows, ShardCount: 1}}
            """;
    private static final String APPLICATION = """
              App:
                Type: AWS::KinesisAnalytics::Application
                Properties:
                  ApplicationName: app
                  ApplicationCode: |
            %s
                  Inputs:
                    - NamePrefix: SOURCE
                      KinesisStreamsInput: {ResourceARN: !GetAtt Wide.Arn, RoleARN: r}
                      InputParallelism: {Count: 2}
                      InputSchema:
                        RecordFormat: {RecordFormatType: JSON, MappingParameters: {JSONMappingParameters: {RecordRowPath: $}}}
                        RecordColumns: [{Name: N, SqlType: INTEGER, Mapping: $.n}]
              Sent:
                Type: AWS::KinesisAnalytics::ApplicationOutput
                Properties:
                  ApplicationName: !Ref App
                  Output:
                    Name: ALL_ROWS
                    DestinationSchema: {RecordFormatType: JSON}
                    KinesisStreamsOutput: {ResourceARN: !GetAtt Rows.Arn, RoleARN: r}
            """;

    @TempDir
    Path directory;

    private @Nullable KinesisClient kinesis;
    private @Nullable KinesisAnalyticsV2Client analytics;
    private int next;

    @AfterEach
    void close() {
        kinesis().close();
        Objects.requireNonNull(analytics).close();
    }

    @Test
    void bothStreamsFillAndEachRecordComesOnce() throws Exception {
        try (RunningPipeline pipeline = start(STREAMS)) {
            create();
            put(200);
            awaitRows(200);

            kinesis()
                    .updateShardCount(
                            r -> r.streamName("wide").targetShardCount(8).scalingType(ScalingType.UNIFORM_SCALING));
            put(200);
            awaitRows(400);

            Awaitility.await("shards that were split to be left").atMost(LIMIT).untilAsserted(() -> {
                assertThat(shards(pipeline, "SOURCE_001")).hasSize(4);
                assertThat(shards(pipeline, "SOURCE_002"))
                        .hasSize(4)
                        .doesNotContainAnyElementsOf(shards(pipeline, "SOURCE_001"));
            });
            assertThat(input().inputParallelism().count()).isEqualTo(2);
            assertThat(input().inAppStreamNames()).containsExactly("SOURCE_001", "SOURCE_002");
        }
    }

    @Test
    void applicationOfATemplateReadsIntoTwoStreams() throws Exception {
        try (RunningPipeline pipeline =
                start(STREAMS + APPLICATION.formatted(CODE.indent(10).stripTrailing()))) {
            put(100);
            awaitRows(100);

            assertThat(shards(pipeline, "SOURCE_001")).hasSize(2);
            assertThat(shards(pipeline, "SOURCE_002")).hasSize(2);
            assertThat(input().inAppStreamNames()).containsExactly("SOURCE_001", "SOURCE_002");
        }
    }

    private RunningPipeline start(String template) {
        RunningPipeline pipeline = RunningPipeline.start(directory, template);
        kinesis = client(KinesisClient.builder(), pipeline);
        analytics = client(KinesisAnalyticsV2Client.builder(), pipeline);
        return pipeline;
    }

    private static <B extends AwsClientBuilder<B, C>, C> C client(B builder, RunningPipeline pipeline) {
        return builder.endpointOverride(pipeline.emulator().endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }

    private KinesisClient kinesis() {
        return Objects.requireNonNull(kinesis);
    }

    private void create() {
        Input input = Input.builder()
                .namePrefix("SOURCE")
                .kinesisStreamsInput(k -> k.resourceARN(ARN + "wide"))
                .inputParallelism(p -> p.count(2))
                .inputSchema(schema -> schema.recordFormat(format -> format.recordFormatType(RecordFormatType.JSON)
                                .mappingParameters(m -> m.jsonMappingParameters(json -> json.recordRowPath("$"))))
                        .recordColumns(List.of(RecordColumn.builder()
                                .name("N")
                                .sqlType("INTEGER")
                                .mapping("$.n")
                                .build())))
                .build();
        client().createApplication(r -> r.applicationName("app")
                .runtimeEnvironment(RuntimeEnvironment.SQL_1_0)
                .serviceExecutionRole("arn:aws:iam::000000000000:role/r")
                .applicationConfiguration(c -> c.applicationCodeConfiguration(
                                code -> code.codeContentType(CodeContentType.PLAINTEXT)
                                        .codeContent(content -> content.textContent(CODE)))
                        .sqlApplicationConfiguration(sql -> sql.inputs(List.of(input)))));
        client().addApplicationOutput(r -> r.applicationName("app")
                .currentApplicationVersionId(1L)
                .output(o -> o.name("ALL_ROWS")
                        .kinesisStreamsOutput(k -> k.resourceARN(ARN + "rows"))
                        .destinationSchema(d -> d.recordFormatType(RecordFormatType.JSON))));
        client().startApplication(r -> r.applicationName("app")
                .runConfiguration(run -> run.sqlRunConfigurations(List.of(SqlRunConfiguration.builder()
                        .inputId("1.1")
                        .inputStartingPositionConfiguration(
                                p -> p.inputStartingPosition(InputStartingPosition.TRIM_HORIZON))
                        .build()))));
    }

    private KinesisAnalyticsV2Client client() {
        return Objects.requireNonNull(analytics);
    }

    private InputDescription input() {
        return client().describeApplication(r -> r.applicationName("app"))
                .applicationDetail()
                .applicationConfigurationDescription()
                .sqlApplicationConfigurationDescription()
                .inputDescriptions()
                .get(0);
    }

    private void put(int count) {
        List<PutRecordsRequestEntry> entries = IntStream.range(next, next + count)
                .mapToObj(n -> PutRecordsRequestEntry.builder()
                        .partitionKey("device-" + n)
                        .data(SdkBytes.fromUtf8String("{\"n\":%d}".formatted(n)))
                        .build())
                .toList();
        next += count;
        assertThat(kinesis()
                        .putRecords(r -> r.streamName("wide").records(entries))
                        .failedRecordCount())
                .isZero();
    }

    /** So many rows: each number once, some of each part. */
    private void awaitRows(int count) throws IOException {
        Awaitility.await("%d rows".formatted(count))
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(sent()).hasSizeGreaterThanOrEqualTo(count));
        List<JsonNode> rows = sent();
        assertThat(rows.stream().map(row -> row.path("N").asInt()).sorted())
                .containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
        assertThat(rows.stream().map(row -> row.path("PART").asInt()).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(1, 2);
    }

    private List<JsonNode> sent() throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (Shard shard : kinesis().listShards(r -> r.streamName("rows")).shards()) {
            String iterator = kinesis()
                    .getShardIterator(r -> r.streamName("rows")
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator();
            for (var record :
                    kinesis().getRecords(r -> r.shardIterator(iterator)).records()) {
                rows.add(Json.MAPPER.readTree(record.data().asByteArray()));
            }
        }
        return rows;
    }

    private static List<String> shards(RunningPipeline pipeline, String stream) {
        return pipeline.emulator().analytics().view("app").streams().stream()
                .filter(one -> one.name().equals(stream))
                .flatMap(one -> Objects.requireNonNull(one.source()).shards().stream())
                .toList();
    }
}
