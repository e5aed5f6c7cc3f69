package dev.penstock.launcher.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.launcher.yaml.Finding;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.rules.TopicRule;
import dev.penstock.store.TableSpec;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoPipelinesTest {
    private static final AwsIdentity IDENTITY = new AwsIdentity("012345678901", "eu-west-1");

    @TempDir
    private Path folder;

    private Path template;

    @BeforeEach
    void copyTemplate() throws IOException {
        template = Files.createDirectories(folder.resolve("warning-events")).resolve("template.yaml");
        try (InputStream resource = TwoPipelinesTest.class.getResourceAsStream("/templates/two-pipelines.yaml")) {
            Files.copy(Objects.requireNonNull(resource), template);
        }
        Path code = Files.createDirectory(template.resolveSibling("src"));
        Files.writeString(code.resolve("app.py"), "def lambda_handler(event, context): pass");
    }

    @Test
    void streamsHaveTheirShardsAndNames() {
        PipelinePlan plan = read(Map.of());

        assertThat(plan.streams())
                .containsExactly(
                        new StreamSpec("events", 2, Duration.ofHours(24)),
                        new StreamSpec("warning-events-AnalyticsEvents-94A6YH9AR818", 4, Duration.ofHours(24)),
                        new StreamSpec("warning-events-Abnormal-4RRJA2TFQ75F", 1, Duration.ofHours(48)));
    }

    @Test
    void ruleActionsAreSpelledAsInTheIotApi() {
        PipelinePlan plan = read(Map.of());

        TopicRule rule = plan.rules().get(0);
        assertThat(rule.name()).startsWith("warning_events_ToFunction_");
        assertThat(rule.sql()).isEqualTo("SELECT * FROM 'sensors/+'");
        assertThat(rule.sqlVersion()).isEqualTo("2016-03-23");
        assertThat(rule.disabled()).isFalse();
        assertThat(rule.actions())
                .singleElement()
                .hasToString(
                        "ActionSpec[kind=kinesis, parameters={\"streamName\":\"events\",\"partitionKey\":\"${topic(2)}\","
                                + "\"roleArn\":\"arn:aws:iam::012345678901:role/warning-events-IotRole-%s\"}]"
                                        .formatted(suffixOf("IotRole", plan)));
        assertThat(rule.errorAction())
                .asString()
                .contains("kind=republish", "\"topic\":\"errors/warning-events\",\"qos\":1");
    }

    @Test
    void subKeepsEscapedVariablesAndTakesItsOwnMapFirst() {
        PipelinePlan plan = read(Map.of("TopicPrefix", "plant"));

        assertThat(plan.rules().get(1).sql()).isEqualTo("SELECT *, '${not.a.variable}' AS text FROM 'plant/+'");
        assertThat(plan.rules().get(1).sqlVersion()).isEqualTo("2015-10-08");
    }

    @Test
    void functionGetsGlobalsParametersAndSourceTextOfScalars() {
        PipelinePlan plan = read(Map.of("Threshold", "30"));

        FunctionSpec function = plan.functions().get(0);
        assertThat(function.runtime()).isEqualTo("python3.11");
        assertThat(function.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(function.memoryMb()).isEqualTo(128);
        assertThat(function.code()).isEqualTo(template.resolveSibling("src"));
        assertThat(function.environment())
                .isEqualTo(Map.of(
                        "STAGE", "local",
                        "OWNER", "function",
                        "TABLE", "warning_events",
                        "THRESHOLD", "30",
                        "ACCOUNT", "012345678901",
                        "FLAG", "true"));
    }

    @Test
    void kinesisEventBecomesAMapping() {
        PipelinePlan plan = read(Map.of());

        assertThat(plan.mappings())
                .containsExactly(EventSourceMappingSpec.of(
                                IDENTITY.arn("kinesis", "stream/events").toString(),
                                plan.functions().get(0).name(),
                                new StartingPosition.TrimHorizon())
                        .withBatch(50, Duration.ofSeconds(2))
                        .withRetries(3));
    }

    @Test
    void tableHasKeyAndUnits() {
        PipelinePlan plan = read(Map.of());

        assertThat(plan.tables())
                .containsExactly(new TableSpec("warning_events", new TableSpec.Key("deviceId", "S"), null, 5, 5));
    }

    @Test
    void applicationIsTiedToItsOutput() {
        PipelinePlan plan = read(Map.of());

        ApplicationSpec application = plan.applications().get(0);
        assertThat(application.name()).isEqualTo("abnormal");
        assertThat(application.input().stream()).isEqualTo(plan.streams().get(1).name());
        assertThat(application.input().columns())
                .containsExactly(
                        new ApplicationSpec.Column("deviceId", "VARCHAR(16)", "$.deviceId"),
                        new ApplicationSpec.Column("temperature", "INTEGER", "$.temperature"));
        assertThat(application.outputs())
                .containsExactly(
                        new ApplicationSpec.Output("OUT", plan.streams().get(2).name(), "CSV"));
    }

    @Test
    void everythingWithoutEffectIsListedWithItsPlace() {
        PipelinePlan plan = read(Map.of());

        assertThat(plan.ignored())
                .extracting(Finding::toString)
                .map(text -> text.replace(template + ":", ""))
                .containsExactly(
                        "30:7: Events (AWS::Kinesis::Stream): 'Tags' has no effect: tags are not kept",
                        "35:5: AnalyticsEvents: 'DeletionPolicy' has no effect here",
                        "44:3: IotRole (AWS::IAM::Role) has no effect: permissions are not checked here",
                        "99:7: WarnFunction (AWS::Serverless::Function): 'Tracing' has no effect: it changes nothing in a local run",
                        "100:7: WarnFunction (AWS::Serverless::Function): 'Policies' has no effect: it changes nothing in a local run",
                        "119:3: InvokePermission (AWS::Lambda::Permission) has no effect: permissions are not checked here",
                        "134:13: Analytics (AWS::KinesisAnalytics::Application): 'Inputs[0].KinesisStreamsInput.RoleARN' has no effect: permissions are not checked here",
                        "153:11: AnalyticsOutput (AWS::KinesisAnalytics::ApplicationOutput): 'Output.KinesisStreamsOutput.RoleARN' has no effect: permissions are not checked here");
        assertThat(plan.warnings()).isEmpty();
    }

    @Test
    void resourcesFollowThoseTheyReferTo() {
        PipelinePlan plan = read(Map.of());

        List<String> ids =
                plan.resources().stream().map(PlannedResource::logicalId).toList();
        assertThat(ids).hasSize(13).contains("WarnFunctionRole", "WarnFunctionStream");
        assertThat(ids.indexOf("ToFunction"))
                .isGreaterThan(ids.indexOf("Events"))
                .isGreaterThan(ids.indexOf("IotRole"));
        assertThat(ids.indexOf("AnalyticsOutput")).isGreaterThan(ids.indexOf("Analytics"));
    }

    @Test
    void outputsAreResolved() {
        PipelinePlan plan = read(Map.of());

        assertThat(plan.outputs()).isEqualTo(Map.of("Stream", "arn:aws:kinesis:eu-west-1:012345678901:stream/events"));
    }

    private PipelinePlan read(Map<String, String> parameters) {
        return TemplateReader.read(template, parameters, IDENTITY);
    }

    private static String suffixOf(String logicalId, PipelinePlan plan) {
        return plan.resources().stream()
                .filter(resource -> resource.logicalId().equals(logicalId))
                .map(resource -> resource.name().substring(resource.name().lastIndexOf('-') + 1))
                .findFirst()
                .orElseThrow();
    }
}
