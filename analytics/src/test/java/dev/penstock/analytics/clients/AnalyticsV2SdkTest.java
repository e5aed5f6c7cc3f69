package dev.penstock.analytics.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesisanalyticsv2.KinesisAnalyticsV2Client;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationDetail;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationStatus;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.CodeContentType;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.CodeValidationException;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ConcurrentModificationException;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.Input;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.InputStartingPosition;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.Output;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.RecordFormatType;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ReferenceDataSource;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.RuntimeEnvironment;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.SqlApplicationConfigurationDescription;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.Tag;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.UnsupportedOperationException;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.UrlType;

/** The SDK for Java against every operation of the second version of the API. */
@SuppressWarnings({"unchecked", "UnnecessaryLambda"}) // what the SDK takes: lists of builders as varargs
class AnalyticsV2SdkTest {
    private static final CallRecord CALLS = new CallRecord("AnalyticsV2SdkTest");
    private static final Consumer<Input.Builder> INPUT = input -> input.namePrefix("IN")
            .kinesisStreamsInput(k -> k.resourceARN(AnalyticsServer.IN))
            .inputSchema(schema -> schema.recordFormat(format -> format.recordFormatType(RecordFormatType.JSON)
                            .mappingParameters(p -> p.jsonMappingParameters(json -> json.recordRowPath("$"))))
                    .recordColumns(column -> column.name("N").sqlType("INTEGER").mapping("$.n")));
    private static final Consumer<Output.Builder> OUTPUT = output -> output.name("OUT_STREAM")
            .kinesisStreamsOutput(k -> k.resourceARN(AnalyticsServer.OUT))
            .destinationSchema(d -> d.recordFormatType(RecordFormatType.CSV));
    private static final Consumer<ReferenceDataSource.Builder> TABLE = table -> table.tableName("NAMES")
            .s3ReferenceDataSource(s3 -> s3.bucketARN(AnalyticsServer.BUCKET).fileKey("names.csv"))
            .referenceSchema(schema -> schema.recordFormat(f -> f.recordFormatType(RecordFormatType.CSV)
                            .mappingParameters(p -> p.csvMappingParameters(
                                    csv -> csv.recordRowDelimiter("\n").recordColumnDelimiter(","))))
                    .recordColumns(c -> c.name("N").sqlType("INTEGER")));

    private final AnalyticsServer server = new AnalyticsServer();
    private final KinesisAnalyticsV2Client client = KinesisAnalyticsV2Client.builder()
            .endpointOverride(server.uri())
            .region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .httpClientBuilder(ApacheHttpClient.builder())
            .overrideConfiguration(
                    c -> c.retryStrategy(r -> r.maxAttempts(1)).addExecutionInterceptor(CALLS.of("SDK for Java v2")))
            .build();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @AfterAll
    static void checkCalls() throws IOException {
        CALLS.check();
    }

    private ApplicationDetail create(String name, RuntimeEnvironment environment, String code) {
        return client.createApplication(r -> r.applicationName(name)
                        .runtimeEnvironment(environment)
                        .serviceExecutionRole(AnalyticsServer.ROLE)
                        .applicationConfiguration(c -> c.applicationCodeConfiguration(
                                        a -> a.codeContentType(CodeContentType.PLAINTEXT)
                                                .codeContent(content -> content.textContent(code)))
                                .sqlApplicationConfiguration(
                                        sql -> sql.inputs(INPUT).outputs(OUTPUT).referenceDataSources(TABLE)))
                        .tags(Tag.builder().key("team").value("a").build()))
                .applicationDetail();
    }

    private ApplicationDetail create() {
        return create("app", RuntimeEnvironment.SQL_1_0, AnalyticsServer.CODE);
    }

    private ApplicationDetail detail() {
        return client.describeApplication(r -> r.applicationName("app")).applicationDetail();
    }

    private SqlApplicationConfigurationDescription sql() {
        return detail().applicationConfigurationDescription().sqlApplicationConfigurationDescription();
    }

    @Test
    void applicationRunsWithItsReferenceTable() throws Exception {
        ApplicationDetail created = create();
        server.put("{\"n\":1}");

        client.startApplication(r -> r.applicationName("app")
                .runConfiguration(run -> run.sqlRunConfigurations(c -> c.inputId("1.1")
                        .inputStartingPositionConfiguration(
                                p -> p.inputStartingPosition(InputStartingPosition.TRIM_HORIZON)))));

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(server.sent()).containsExactly("1\n"));
        assertThat(created.applicationStatus()).isEqualTo(ApplicationStatus.READY);
        assertThat(created.serviceExecutionRole()).isEqualTo(AnalyticsServer.ROLE);
        assertThat(detail().applicationStatus()).isEqualTo(ApplicationStatus.RUNNING);
        client.stopApplication(r -> r.applicationName("app"));
        client.deleteApplication(r -> r.applicationName("app").createTimestamp(created.createTimestamp()));
        assertThat(client.listApplications().applicationSummaries()).isEmpty();
    }

    @Test
    void partsComeAndGoWithTheirDescriptions() {
        client.createApplication(r -> r.applicationName("app")
                .runtimeEnvironment(RuntimeEnvironment.SQL_1_0)
                .serviceExecutionRole(AnalyticsServer.ROLE));

        var input = client.addApplicationInput(
                r -> r.applicationName("app").currentApplicationVersionId(1L).input(INPUT));
        assertThat(input.applicationVersionId()).isEqualTo(2);
        String id = input.inputDescriptions().get(0).inputId();
        assertThat(client.addApplicationInputProcessingConfiguration(r -> r.applicationName("app")
                                .currentApplicationVersionId(2L)
                                .inputId(id)
                                .inputProcessingConfiguration(
                                        p -> p.inputLambdaProcessor(l -> l.resourceARN(AnalyticsServer.FUNCTION))))
                        .inputProcessingConfigurationDescription()
                        .inputLambdaProcessorDescription()
                        .resourceARN())
                .isEqualTo(AnalyticsServer.FUNCTION);
        String output = client.addApplicationOutput(r ->
                        r.applicationName("app").currentApplicationVersionId(3L).output(OUTPUT))
                .outputDescriptions()
                .get(0)
                .outputId();
        String table = client.addApplicationReferenceDataSource(r ->
                        r.applicationName("app").currentApplicationVersionId(4L).referenceDataSource(TABLE))
                .referenceDataSourceDescriptions()
                .get(0)
                .referenceId();
        String log = client.addApplicationCloudWatchLoggingOption(r -> r.applicationName("app")
                        .currentApplicationVersionId(5L)
                        .cloudWatchLoggingOption(l -> l.logStreamARN(AnalyticsServer.LOG)))
                .cloudWatchLoggingOptionDescriptions()
                .get(0)
                .cloudWatchLoggingOptionId();

        client.deleteApplicationInputProcessingConfiguration(
                r -> r.applicationName("app").currentApplicationVersionId(6L).inputId(id));
        client.deleteApplicationOutput(
                r -> r.applicationName("app").currentApplicationVersionId(7L).outputId(output));
        client.deleteApplicationReferenceDataSource(
                r -> r.applicationName("app").currentApplicationVersionId(8L).referenceId(table));
        assertThat(client.deleteApplicationCloudWatchLoggingOption(r -> r.applicationName("app")
                                .currentApplicationVersionId(9L)
                                .cloudWatchLoggingOptionId(log))
                        .applicationVersionId())
                .isEqualTo(10);
        assertThat(sql().inputDescriptions()).hasSize(1);
        assertThat(sql().outputDescriptions()).isEmpty();
        assertThat(sql().referenceDataSourceDescriptions()).isEmpty();
    }

    @Test
    void updateTakesATokenInThePlaceOfAVersion() {
        String token = create().conditionalToken();

        ApplicationDetail updated = client.updateApplication(r -> r.applicationName("app")
                        .conditionalToken(token)
                        .applicationConfigurationUpdate(u -> u.applicationCodeConfigurationUpdate(
                                        c -> c.codeContentUpdate(content -> content.textContentUpdate(
                                                AnalyticsServer.CODE.replace("P AS", "Q AS"))))
                                .sqlApplicationConfigurationUpdate(s -> s.outputUpdates(o -> o.outputId("1.1")
                                        .destinationSchemaUpdate(d -> d.recordFormatType(RecordFormatType.JSON))))))
                .applicationDetail();

        assertThat(updated.applicationVersionId()).isEqualTo(2);
        assertThat(updated.applicationConfigurationDescription()
                        .applicationCodeConfigurationDescription()
                        .codeContentDescription()
                        .textContent())
                .contains("PUMP Q AS");
        assertThat(sql().outputDescriptions().get(0).destinationSchema().recordFormatType())
                .isEqualTo(RecordFormatType.JSON);
        assertThatExceptionOfType(ConcurrentModificationException.class)
                .isThrownBy(() ->
                        client.updateApplication(r -> r.applicationName("app").conditionalToken(token)));
    }

    @Test
    void listGoesByPages() {
        create();
        create("b", RuntimeEnvironment.SQL_1_0, AnalyticsServer.CODE);

        var first = client.listApplications(r -> r.limit(1));
        var second = client.listApplications(r -> r.limit(1).nextToken(first.nextToken()));

        assertThat(first.applicationSummaries())
                .extracting(s -> s.applicationName())
                .containsExactly("app");
        assertThat(first.applicationSummaries().get(0).runtimeEnvironment()).isEqualTo(RuntimeEnvironment.SQL_1_0);
        assertThat(second.applicationSummaries())
                .extracting(s -> s.applicationName())
                .containsExactly("b");
        assertThat(second.nextToken()).isNull();
    }

    @Test
    void tagsComeAndGo() {
        String arn = create().applicationARN();

        client.tagResource(r ->
                r.resourceARN(arn).tags(Tag.builder().key("stage").value("x").build()));
        client.untagResource(r -> r.resourceARN(arn).tagKeys("team"));

        assertThat(client.listTagsForResource(r -> r.resourceARN(arn)).tags())
                .containsExactly(Tag.builder().key("stage").value("x").build());
    }

    @Test
    void schemaIsDiscovered() throws Exception {
        server.put("{\"n\":1}");

        var discovered = client.discoverInputSchema(r -> r.resourceARN(AnalyticsServer.IN)
                .serviceExecutionRole(AnalyticsServer.ROLE)
                .inputStartingPositionConfiguration(p -> p.inputStartingPosition(InputStartingPosition.TRIM_HORIZON)));

        assertThat(discovered.inputSchema().recordColumns().get(0).mapping()).isEqualTo("$.n");
        assertThat(discovered.parsedInputRecords()).containsExactly(List.of("1"));
    }

    @Test
    void mistakesHaveTheirExceptions() {
        create();

        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> client.startApplication(r -> r.applicationName("none")));
        assertThatExceptionOfType(CodeValidationException.class)
                .isThrownBy(() -> create("c", RuntimeEnvironment.SQL_1_0, "CREATE STREAM"));
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() ->
                        client.stopApplication(r -> r.applicationName("app").force(true)))
                .withMessageContaining("Force");
    }

    @Test
    void whatIsNotForSqlIsRefusedByName() {
        create();

        refused("FLINK-1_20", () -> create("f", RuntimeEnvironment.FLINK_1_20, ""));
        refused(
                "AddApplicationVpcConfiguration",
                () -> client.addApplicationVpcConfiguration(r -> r.applicationName("app")
                        .currentApplicationVersionId(1L)
                        .vpcConfiguration(v -> v.subnetIds("s").securityGroupIds("g"))));
        refused(
                "DeleteApplicationVpcConfiguration",
                () -> client.deleteApplicationVpcConfiguration(r ->
                        r.applicationName("app").currentApplicationVersionId(1L).vpcConfigurationId("1.1")));
        refused(
                "CreateApplicationPresignedUrl",
                () -> client.createApplicationPresignedUrl(
                        r -> r.applicationName("app").urlType(UrlType.FLINK_DASHBOARD_URL)));
        refused(
                "CreateApplicationSnapshot",
                () -> client.createApplicationSnapshot(
                        r -> r.applicationName("app").snapshotName("s")));
        refused(
                "DeleteApplicationSnapshot",
                () -> client.deleteApplicationSnapshot(r ->
                        r.applicationName("app").snapshotName("s").snapshotCreationTimestamp(java.time.Instant.EPOCH)));
        refused(
                "DescribeApplicationSnapshot",
                () -> client.describeApplicationSnapshot(
                        r -> r.applicationName("app").snapshotName("s")));
        refused("ListApplicationSnapshots", () -> client.listApplicationSnapshots(r -> r.applicationName("app")));
        refused(
                "DescribeApplicationOperation",
                () -> client.describeApplicationOperation(
                        r -> r.applicationName("app").operationId("o")));
        refused("ListApplicationOperations", () -> client.listApplicationOperations(r -> r.applicationName("app")));
        refused(
                "DescribeApplicationVersion",
                () -> client.describeApplicationVersion(
                        r -> r.applicationName("app").applicationVersionId(1L)));
        refused("ListApplicationVersions", () -> client.listApplicationVersions(r -> r.applicationName("app")));
        refused(
                "RollbackApplication",
                () -> client.rollbackApplication(r -> r.applicationName("app").currentApplicationVersionId(1L)));
        refused(
                "UpdateApplicationMaintenanceConfiguration",
                () -> client.updateApplicationMaintenanceConfiguration(r -> r.applicationName("app")
                        .applicationMaintenanceConfigurationUpdate(
                                u -> u.applicationMaintenanceWindowStartTimeUpdate("06:00"))));
    }

    private static void refused(String name, ThrowingCallable call) {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(call)
                .withMessageContaining(name);
    }
}
