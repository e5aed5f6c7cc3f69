package dev.penstock.analytics.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesisanalytics.KinesisAnalyticsClient;
import software.amazon.awssdk.services.kinesisanalytics.model.ApplicationDetail;
import software.amazon.awssdk.services.kinesisanalytics.model.ApplicationStatus;
import software.amazon.awssdk.services.kinesisanalytics.model.CodeValidationException;
import software.amazon.awssdk.services.kinesisanalytics.model.ConcurrentModificationException;
import software.amazon.awssdk.services.kinesisanalytics.model.Input;
import software.amazon.awssdk.services.kinesisanalytics.model.InputStartingPosition;
import software.amazon.awssdk.services.kinesisanalytics.model.InvalidApplicationConfigurationException;
import software.amazon.awssdk.services.kinesisanalytics.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesisanalytics.model.Output;
import software.amazon.awssdk.services.kinesisanalytics.model.RecordFormatType;
import software.amazon.awssdk.services.kinesisanalytics.model.ReferenceDataSource;
import software.amazon.awssdk.services.kinesisanalytics.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesisanalytics.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesisanalytics.model.SourceSchema;
import software.amazon.awssdk.services.kinesisanalytics.model.Tag;
import software.amazon.awssdk.services.kinesisanalytics.model.UnableToDetectSchemaException;

/** The SDK for Java against every operation of the first version of the API. */
@SuppressWarnings({"unchecked", "UnnecessaryLambda"}) // what the SDK takes: lists of builders as varargs
class AnalyticsV1SdkTest {
    private static final CallRecord CALLS = new CallRecord("AnalyticsV1SdkTest");
    private static final Consumer<SourceSchema.Builder> SCHEMA =
            schema -> schema.recordFormat(format -> format.recordFormatType(RecordFormatType.JSON)
                            .mappingParameters(p -> p.jsonMappingParameters(json -> json.recordRowPath("$"))))
                    .recordColumns(column -> column.name("N").sqlType("INTEGER").mapping("$.n"));
    private static final Consumer<Input.Builder> INPUT = input -> input.namePrefix("IN")
            .kinesisStreamsInput(k -> k.resourceARN(AnalyticsServer.IN).roleARN(AnalyticsServer.ROLE))
            .inputSchema(SCHEMA);
    private static final Consumer<Output.Builder> OUTPUT = output -> output.name("OUT_STREAM")
            .kinesisStreamsOutput(k -> k.resourceARN(AnalyticsServer.OUT).roleARN(AnalyticsServer.ROLE))
            .destinationSchema(d -> d.recordFormatType(RecordFormatType.JSON));
    private static final Consumer<ReferenceDataSource.Builder> TABLE = table -> table.tableName("NAMES")
            .s3ReferenceDataSource(s3 ->
                    s3.bucketARN(AnalyticsServer.BUCKET).fileKey("names.csv").referenceRoleARN(AnalyticsServer.ROLE))
            .referenceSchema(schema -> schema.recordFormat(f -> f.recordFormatType(RecordFormatType.CSV)
                            .mappingParameters(p -> p.csvMappingParameters(
                                    csv -> csv.recordRowDelimiter("\n").recordColumnDelimiter(","))))
                    .recordColumns(c -> c.name("N").sqlType("INTEGER")));

    private final AnalyticsServer server = new AnalyticsServer();
    private final KinesisAnalyticsClient client = KinesisAnalyticsClient.builder()
            .endpointOverride(server.uri())
            .region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .httpClientBuilder(ApacheHttpClient.builder())
            .overrideConfiguration(
                    c -> c.retryStrategy(r -> r.maxAttempts(1)).addExecutionInterceptor(CALLS.of("SDK for Java v1")))
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

    private ApplicationDetail detail() {
        return client.describeApplication(r -> r.applicationName("app")).applicationDetail();
    }

    private void create() {
        client.createApplication(r -> r.applicationName("app")
                .applicationDescription("numbers")
                .applicationCode(AnalyticsServer.CODE)
                .inputs(INPUT)
                .outputs(OUTPUT)
                .tags(Tag.builder().key("team").value("a").build()));
    }

    private void start(InputStartingPosition position) {
        client.startApplication(r -> r.applicationName("app")
                .inputConfigurations(
                        c -> c.id("1.1").inputStartingPositionConfiguration(p -> p.inputStartingPosition(position))));
    }

    @Test
    void applicationRunsAndGoesOnWhereItStopped() throws Exception {
        create();
        server.put("{\"n\":1}");
        start(InputStartingPosition.TRIM_HORIZON);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> server.sent().size() == 1);
        assertThat(detail().applicationStatus()).isEqualTo(ApplicationStatus.RUNNING);

        client.stopApplication(r -> r.applicationName("app"));
        server.put("{\"n\":2}");
        start(InputStartingPosition.LAST_STOPPED_POINT);

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(server.sent()).containsExactly("{\"N\":1}", "{\"N\":2}"));
    }

    @Test
    void applicationIsDescribedListedAndDeleted() {
        Instant before = Instant.ofEpochSecond(server.now().getEpochSecond());
        create();
        client.createApplication(r -> r.applicationName("b"));

        ApplicationDetail detail = detail();
        assertThat(detail.applicationDescription()).isEqualTo("numbers");
        assertThat(detail.applicationVersionId()).isEqualTo(1);
        assertThat(detail.createTimestamp()).isAfterOrEqualTo(before);
        assertThat(detail.inputDescriptions().get(0).inAppStreamNames()).containsExactly("IN_001");
        assertThat(detail.inputDescriptions().get(0).inputSchema().recordColumns())
                .extracting(column -> column.mapping())
                .containsExactly("$.n");
        assertThat(detail.outputDescriptions()
                        .get(0)
                        .kinesisStreamsOutputDescription()
                        .resourceARN())
                .isEqualTo(AnalyticsServer.OUT);
        var first = client.listApplications(r -> r.limit(1));
        assertThat(first.hasMoreApplications()).isTrue();
        var second = client.listApplications(r -> r.exclusiveStartApplicationName("app"));
        assertThat(second.applicationSummaries())
                .extracting(s -> s.applicationName())
                .containsExactly("b");
        assertThatExceptionOfType(ConcurrentModificationException.class)
                .isThrownBy(() -> client.deleteApplication(r -> r.applicationName("app")
                        .createTimestamp(detail.createTimestamp().plusSeconds(9))));
        client.deleteApplication(r -> r.applicationName("app").createTimestamp(detail.createTimestamp()));
        assertThatExceptionOfType(ResourceNotFoundException.class).isThrownBy(this::detail);
    }

    @Test
    void partsComeAndGo() {
        client.createApplication(r -> r.applicationName("app"));
        client.addApplicationInput(
                r -> r.applicationName("app").currentApplicationVersionId(1L).input(INPUT));
        client.addApplicationInputProcessingConfiguration(r -> r.applicationName("app")
                .currentApplicationVersionId(2L)
                .inputId("2.1")
                .inputProcessingConfiguration(p -> p.inputLambdaProcessor(
                        l -> l.resourceARN(AnalyticsServer.FUNCTION).roleARN(AnalyticsServer.ROLE))));
        client.addApplicationOutput(
                r -> r.applicationName("app").currentApplicationVersionId(3L).output(OUTPUT));
        client.addApplicationReferenceDataSource(
                r -> r.applicationName("app").currentApplicationVersionId(4L).referenceDataSource(TABLE));
        client.addApplicationCloudWatchLoggingOption(r -> r.applicationName("app")
                .currentApplicationVersionId(5L)
                .cloudWatchLoggingOption(
                        l -> l.logStreamARN(AnalyticsServer.LOG).roleARN(AnalyticsServer.ROLE)));
        ApplicationDetail full = detail();
        client.deleteApplicationInputProcessingConfiguration(
                r -> r.applicationName("app").currentApplicationVersionId(6L).inputId("2.1"));
        client.deleteApplicationOutput(
                r -> r.applicationName("app").currentApplicationVersionId(7L).outputId("4.1"));
        client.deleteApplicationReferenceDataSource(
                r -> r.applicationName("app").currentApplicationVersionId(8L).referenceId("5.1"));
        client.deleteApplicationCloudWatchLoggingOption(
                r -> r.applicationName("app").currentApplicationVersionId(9L).cloudWatchLoggingOptionId("6.1"));

        assertThat(full.inputDescriptions()
                        .get(0)
                        .inputProcessingConfigurationDescription()
                        .inputLambdaProcessorDescription()
                        .resourceARN())
                .isEqualTo(AnalyticsServer.FUNCTION);
        assertThat(full.referenceDataSourceDescriptions()
                        .get(0)
                        .s3ReferenceDataSourceDescription()
                        .fileKey())
                .isEqualTo("names.csv");
        assertThat(full.cloudWatchLoggingOptionDescriptions().get(0).cloudWatchLoggingOptionId())
                .isEqualTo("6.1");
        ApplicationDetail rest = detail();
        assertThat(rest.applicationVersionId()).isEqualTo(10);
        assertThat(rest.inputDescriptions().get(0).inputProcessingConfigurationDescription())
                .isNull();
        assertThat(rest.outputDescriptions()).isEmpty();
        assertThat(rest.referenceDataSourceDescriptions()).isEmpty();
        assertThat(rest.cloudWatchLoggingOptionDescriptions()).isEmpty();
    }

    @Test
    void updateChangesWhatItNamesOnly() {
        create();

        client.updateApplication(r -> r.applicationName("app")
                .currentApplicationVersionId(1L)
                .applicationUpdate(u -> u.applicationCodeUpdate(AnalyticsServer.CODE.replace("P AS", "Q AS"))
                        .inputUpdates(i -> i.inputId("1.1")
                                .inputSchemaUpdate(s -> s.recordColumnUpdates(
                                        c -> c.name("N").sqlType("BIGINT").mapping("$.n"))))));

        ApplicationDetail changed = detail();
        assertThat(changed.applicationCode()).contains("PUMP Q AS");
        assertThat(changed.applicationVersionId()).isEqualTo(2);
        assertThat(changed.inputDescriptions()
                        .get(0)
                        .inputSchema()
                        .recordColumns()
                        .get(0)
                        .sqlType())
                .isEqualTo("BIGINT");
        assertThat(changed.inputDescriptions()
                        .get(0)
                        .inputSchema()
                        .recordFormat()
                        .recordFormatType())
                .isEqualTo(RecordFormatType.JSON);
    }

    @Test
    void mistakesHaveTheirExceptions() {
        create();

        assertThatExceptionOfType(ResourceInUseException.class).isThrownBy(this::create);
        assertThatExceptionOfType(ResourceInUseException.class)
                .isThrownBy(() -> client.stopApplication(r -> r.applicationName("app")));
        assertThatExceptionOfType(ConcurrentModificationException.class)
                .isThrownBy(() -> client.addApplicationOutput(r ->
                        r.applicationName("app").currentApplicationVersionId(9L).output(OUTPUT)));
        assertThatExceptionOfType(CodeValidationException.class)
                .isThrownBy(() -> client.createApplication(r -> r.applicationName("c")
                        .inputs(INPUT)
                        .applicationCode("CREATE STREAM S (A INTEGER); CREATE PUMP P AS INSERT INTO S SELECT STREAM B"
                                + " FROM IN_001;")))
                .withMessageContaining("B");
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> client.addApplicationInput(r ->
                        r.applicationName("app").currentApplicationVersionId(1L).input(INPUT)))
                .withMessageContaining("at most 1");
        client.createApplication(r -> r.applicationName("empty"));
        assertThatExceptionOfType(InvalidApplicationConfigurationException.class)
                .isThrownBy(() ->
                        client.startApplication(r -> r.applicationName("empty").inputConfigurations(List.of())));
        assertThat(detail().applicationVersionId()).isEqualTo(1);
    }

    @Test
    void schemaIsDiscoveredFromAStreamOrAnObject() throws Exception {
        server.put("{\"n\":1,\"t\":\"a\"}");

        var fromStream = client.discoverInputSchema(r -> r.resourceARN(AnalyticsServer.IN)
                .roleARN(AnalyticsServer.ROLE)
                .inputStartingPositionConfiguration(p -> p.inputStartingPosition(InputStartingPosition.TRIM_HORIZON)));
        var fromObject = client.discoverInputSchema(r -> r.s3Configuration(
                s3 -> s3.bucketARN(AnalyticsServer.BUCKET).fileKey("names.csv").roleARN(AnalyticsServer.ROLE)));

        assertThat(fromStream.inputSchema().recordColumns())
                .extracting(column -> column.name())
                .containsExactly("n", "t");
        assertThat(fromStream.parsedInputRecords()).containsExactly(List.of("1", "a"));
        assertThat(fromStream.rawInputRecords()).containsExactly("{\"n\":1,\"t\":\"a\"}");
        assertThat(fromObject.inputSchema().recordFormat().recordFormatType()).isEqualTo(RecordFormatType.CSV);
        assertThat(fromObject.parsedInputRecords()).contains(List.of("1", "one"));
    }

    @Test
    void recordsWithoutAPatternHaveNoSchema() throws Exception {
        server.put("a,b");
        server.put("a,b,c");

        assertThatExceptionOfType(UnableToDetectSchemaException.class)
                .isThrownBy(() -> client.discoverInputSchema(r -> r.resourceARN(AnalyticsServer.IN)
                        .roleARN(AnalyticsServer.ROLE)
                        .inputStartingPositionConfiguration(
                                p -> p.inputStartingPosition(InputStartingPosition.TRIM_HORIZON))))
                .satisfies(failure -> assertThat(failure.rawInputRecords()).containsExactly("a,b", "a,b,c"));
    }

    @Test
    void tagsComeAndGo() {
        create();
        String arn = detail().applicationARN();

        client.tagResource(r ->
                r.resourceARN(arn).tags(Tag.builder().key("stage").value("x").build()));
        client.untagResource(r -> r.resourceARN(arn).tagKeys("team"));

        assertThat(client.listTagsForResource(r -> r.resourceARN(arn)).tags())
                .containsExactly(Tag.builder().key("stage").value("x").build());
    }
}
