package dev.penstock.analytics.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.stream.StartingPosition;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Applications from their creation to their end, through both versions of the API. */
class ApplicationLifeTest {
    private final Api api = new Api();

    @AfterEach
    void stop() {
        api.close();
    }

    private void create() {
        Api.Answer created = api.first(
                "CreateApplication",
                "{'ApplicationName':'app','Inputs':[%s],'Outputs':[%s],'ApplicationCode':'%s'}"
                        .formatted(Api.input(""), Api.output(), Api.CODE));
        assertThat(created.status()).as("%s", created).isEqualTo(200);
    }

    private JsonNode detail() {
        return api.first("DescribeApplication", "{'ApplicationName':'app'}")
                .body()
                .path("ApplicationDetail");
    }

    private void start(String position) {
        Api.Answer started = api.first(
                "StartApplication",
                "{'ApplicationName':'app','InputConfigurations':[{'Id':'1.1','InputStartingPositionConfiguration':"
                        + "{'InputStartingPosition':'" + position + "'}}]}");
        assertThat(started.status()).as("%s", started).isEqualTo(200);
    }

    private Api.Answer change(String operation, long version, String more) {
        return api.first(
                operation, "{'ApplicationName':'app','CurrentApplicationVersionId':%d,%s}".formatted(version, more));
    }

    @Test
    void describedAsCreated() {
        create();

        JsonNode detail = detail();

        assertThat(detail.path("ApplicationARN").asText())
                .isEqualTo("arn:aws:kinesisanalytics:us-east-1:000000000000:application/app");
        assertThat(detail.path("ApplicationStatus").asText()).isEqualTo("READY");
        assertThat(detail.path("ApplicationVersionId").asInt()).isEqualTo(1);
        assertThat(detail.path("ApplicationCode").asText()).isEqualTo(Api.CODE);
        assertThat(detail.at("/InputDescriptions/0/InputId").asText()).isEqualTo("1.1");
        assertThat(detail.at("/InputDescriptions/0/InAppStreamNames/0").asText())
                .isEqualTo("IN_001");
        assertThat(detail.at("/InputDescriptions/0/KinesisStreamsInputDescription/RoleARN")
                        .asText())
                .isEqualTo(Api.ROLE);
        assertThat(detail.at("/OutputDescriptions/0/KinesisStreamsOutputDescription/ResourceARN")
                        .asText())
                .isEqualTo(Api.STREAMS + "out");
    }

    @Test
    void startReadsFromThePositionItNames() {
        create();
        api.put("{\"n\":1}");
        start("NOW");
        api.put("{\"n\":2}");
        api.first("StopApplication", "{'ApplicationName':'app'}");
        api.put("{\"n\":3}");
        api.time.advance(java.time.Duration.ofSeconds(1));

        start("LAST_STOPPED_POINT");
        api.put("{\"n\":4}");

        assertThat(api.sent()).containsExactly("{\"N\":2}", "{\"N\":3}", "{\"N\":4}");
    }

    @Test
    void updateOfARunningApplicationGoesOnWhereItWas() {
        create();
        start("TRIM_HORIZON");
        api.put("{\"n\":1}");

        Api.Answer changed = change(
                "UpdateApplication",
                1,
                "'ApplicationUpdate':{'ApplicationCodeUpdate':'%s'}"
                        .formatted(Api.CODE.replace("STREAM N", "STREAM N * 10")));
        api.put("{\"n\":2}");

        assertThat(changed.status()).as("%s", changed).isEqualTo(200);
        assertThat(api.sent()).containsExactly("{\"N\":1}", "{\"N\":20}");
        assertThat(detail().path("ApplicationStatus").asText()).isEqualTo("RUNNING");
        assertThat(detail().path("ApplicationVersionId").asInt()).isEqualTo(2);
    }

    @Test
    void staleVersionIsRefused() {
        create();

        Api.Answer refused = change("DeleteApplicationOutput", 7, "'OutputId':'1.1'");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error())
                .isEqualTo("ConcurrentModificationException: Application app has version 1, not the one that the"
                        + " request names; describe it again.");
        assertThat(detail().path("OutputDescriptions")).hasSize(1);
    }

    @Test
    void brokenCodeChangesNothing() {
        create();

        Api.Answer refused =
                change("UpdateApplication", 1, "'ApplicationUpdate':{'ApplicationCodeUpdate':'CREATE PUMP'}");

        assertThat(refused.error()).startsWith("CodeValidationException: ");
        assertThat(detail().path("ApplicationVersionId").asInt()).isEqualTo(1);
        assertThat(detail().path("ApplicationCode").asText()).isEqualTo(Api.CODE);
    }

    @Test
    void partsAreAddedAndRemovedOneByOne() {
        api.first("CreateApplication", "{'ApplicationName':'app'}");

        change("AddApplicationInput", 1, "'Input':" + Api.input(""));
        change("UpdateApplication", 2, "'ApplicationUpdate':{'ApplicationCodeUpdate':'%s'}".formatted(Api.CODE));
        change("AddApplicationOutput", 3, "'Output':" + Api.output());
        change(
                "AddApplicationReferenceDataSource",
                4,
                "'ReferenceDataSource':{'TableName':'NAMES','S3ReferenceDataSource':{'BucketARN':'arn:aws:s3:::b',"
                        + "'FileKey':'names.csv','ReferenceRoleARN':'" + Api.ROLE
                        + "'},'ReferenceSchema':{'RecordFormat':"
                        + "{'RecordFormatType':'CSV'},'RecordColumns':[{'Name':'ID','SqlType':'INTEGER'}]}}");
        change(
                "AddApplicationCloudWatchLoggingOption",
                5,
                "'CloudWatchLoggingOption':{'LogStreamARN':'arn:aws:logs:x','RoleARN':'" + Api.ROLE + "'}");
        JsonNode full = detail();
        change("DeleteApplicationReferenceDataSource", 6, "'ReferenceId':'5.1'");
        change("DeleteApplicationCloudWatchLoggingOption", 7, "'CloudWatchLoggingOptionId':'6.1'");
        change("DeleteApplicationOutput", 8, "'OutputId':'4.1'");

        assertThat(full.at("/InputDescriptions/0/InputId").asText()).isEqualTo("2.1");
        assertThat(full.at("/ReferenceDataSourceDescriptions/0/S3ReferenceDataSourceDescription/FileKey")
                        .asText())
                .isEqualTo("names.csv");
        assertThat(full.path("CloudWatchLoggingOptionDescriptions")).hasSize(1);
        assertThat(detail().path("ApplicationVersionId").asInt()).isEqualTo(9);
        assertThat(detail().path("OutputDescriptions")).isEmpty();
        assertThat(detail().path("ReferenceDataSourceDescriptions")).isEmpty();
    }

    @Test
    void startWithoutInputIsRefused() {
        api.first("CreateApplication", "{'ApplicationName':'app'}");

        Api.Answer refused = api.second("StartApplication", "{'ApplicationName':'app'}");

        assertThat(refused.error()).startsWith("InvalidApplicationConfigurationException: ");
    }

    @Test
    void deleteNeedsTheTimeOfTheCreation() {
        create();

        Api.Answer wrong = api.first("DeleteApplication", "{'ApplicationName':'app','CreateTimestamp':1}");
        Api.Answer right = api.first("DeleteApplication", "{'ApplicationName':'app','CreateTimestamp':1767225600}");

        assertThat(wrong.error()).startsWith("ConcurrentModificationException: ");
        assertThat(right.status()).isEqualTo(200);
        assertThat(api.first("DescribeApplication", "{'ApplicationName':'app'}").error())
                .startsWith("ResourceNotFoundException: ");
    }

    @Test
    void secondVersionCreatesDescribesAndUpdates() {
        Api.Answer created = api.second(
                "CreateApplication",
                ("{'ApplicationName':'app','RuntimeEnvironment':'SQL-1_0','ServiceExecutionRole':'%s',"
                                + "'ApplicationConfiguration':{'SqlApplicationConfiguration':{'Inputs':[%s],'Outputs':[%s]},"
                                + "'ApplicationCodeConfiguration':{'CodeContentType':'PLAINTEXT','CodeContent':"
                                + "{'TextContent':'%s'}}},'Tags':[{'Key':'a','Value':'b'}]}")
                        .formatted(Api.ROLE, Api.input(""), Api.output(), Api.CODE));
        String token = created.body().at("/ApplicationDetail/ConditionalToken").asText();

        Api.Answer updated = api.second(
                "UpdateApplication",
                "{'ApplicationName':'app','ConditionalToken':'%s','ApplicationConfigurationUpdate':{'SqlApplicationConfigurationUpdate':{'OutputUpdates':[{'OutputId':'1.1','DestinationSchemaUpdate':{'RecordFormatType':'CSV'}}]}}}"
                        .formatted(token));
        JsonNode detail = updated.body().path("ApplicationDetail");

        assertThat(updated.status()).as("%s", updated).isEqualTo(200);
        assertThat(detail.path("ApplicationVersionId").asInt()).isEqualTo(2);
        assertThat(detail.at("/ApplicationConfigurationDescription/SqlApplicationConfigurationDescription"
                                + "/OutputDescriptions/0/DestinationSchema/RecordFormatType")
                        .asText())
                .isEqualTo("CSV");
        assertThat(api.second(
                                "ListTagsForResource",
                                "{'ResourceARN':'%s'}"
                                        .formatted(detail.path("ApplicationARN").asText()))
                        .body()
                        .at("/Tags/0/Value")
                        .asText())
                .isEqualTo("b");
    }

    @Test
    void flinkIsRefusedByName() {
        Api.Answer created = api.second(
                "CreateApplication",
                "{'ApplicationName':'app','RuntimeEnvironment':'FLINK-1_20','ServiceExecutionRole':'%s'}"
                        .formatted(Api.ROLE));
        Api.Answer snapshot = api.second("CreateApplicationSnapshot", "{'ApplicationName':'app','SnapshotName':'s'}");

        assertThat(created.error())
                .isEqualTo("UnsupportedOperationException: RuntimeEnvironment FLINK-1_20 is not emulated; Penstock runs"
                        + " SQL-1_0 applications");
        assertThat(snapshot.error())
                .isEqualTo("UnsupportedOperationException: CreateApplicationSnapshot is not for SQL applications, and"
                        + " Penstock emulates no others");
    }

    @Test
    void listingIsPaged() {
        for (String name : List.of("c", "a", "b")) {
            api.first("CreateApplication", "{'ApplicationName':'%s'}".formatted(name));
        }

        JsonNode first = api.first("ListApplications", "{'Limit':2}").body();
        JsonNode second =
                api.second("ListApplications", "{'Limit':2,'NextToken':'b'}").body();

        assertThat(first.path("ApplicationSummaries").findValuesAsText("ApplicationName"))
                .containsExactly("a", "b");
        assertThat(first.path("HasMoreApplications").asBoolean()).isTrue();
        assertThat(second.path("ApplicationSummaries").findValuesAsText("ApplicationName"))
                .containsExactly("c");
        assertThat(second.has("NextToken")).isFalse();
    }

    @Test
    void constraintsOfTheModelAreToldAsAwsTellsThem() {
        Api.Answer refused = api.first("CreateApplication", "{'ApplicationName':'a b','Inputs':[{'NamePrefix':'IN'}]}");

        assertThat(refused.error())
                .isEqualTo(
                        "ValidationException: 2 validation errors detected: Value 'a b' at 'applicationName' failed to"
                                + " satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+;"
                                + " Value null at 'inputs.1.member.inputSchema' failed to satisfy constraint: Member must"
                                + " not be null");
    }

    @Test
    void applicationOfATemplateIsKnown() {
        api.analytics.create(new ApplicationSpec(
                "made",
                Api.CODE,
                new ApplicationSpec.Input(
                        "IN",
                        "in",
                        new StartingPosition.TrimHorizon(),
                        "$",
                        List.of(new ApplicationSpec.Column("N", "INTEGER", "$.n"))),
                List.of(new ApplicationSpec.Output("OUT_STREAM", "out", "JSON"))));

        JsonNode detail = api.first("DescribeApplication", "{'ApplicationName':'made'}")
                .body()
                .path("ApplicationDetail");

        assertThat(detail.at("/OutputDescriptions/0/Name").asText()).isEqualTo("OUT_STREAM");
        assertThat(detail.at("/InputDescriptions/0/InputSchema/RecordColumns/0/SqlType")
                        .asText())
                .isEqualTo("INTEGER");
    }
}
