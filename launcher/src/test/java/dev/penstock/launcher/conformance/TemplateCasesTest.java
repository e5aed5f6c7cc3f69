package dev.penstock.launcher.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.launcher.template.PipelinePlan;
import dev.penstock.launcher.template.PlannedResource;
import dev.penstock.launcher.template.TemplateReader;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.rules.TopicRule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of {@code conformance/lambda-templates.jsonl}, as far as the plan tells it. */
class TemplateCasesTest {
    private static final AwsIdentity IDENTITY = new AwsIdentity("012345678901", "eu-west-1");
    private static final Map<String, Script> SCRIPTS = Map.of(
            "TPL-002", TemplateCasesTest::ruleEventOfSam,
            "TPL-003", TemplateCasesTest::globals,
            "TPL-005", TemplateCasesTest::scalars,
            "TPL-006", TemplateCasesTest::sub,
            "TPL-008", TemplateCasesTest::cdkAsset,
            "TPL-009", TemplateCasesTest::samBuild,
            "TPL-011", TemplateCasesTest::stackId,
            "TPL-012", TemplateCasesTest::unsupported);

    @TempDir
    private Path folder;

    static Stream<String> ids() throws IOException {
        return cases().keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void caseHolds(String id) throws IOException {
        assertThat(SCRIPTS).containsKey(id);

        Objects.requireNonNull(SCRIPTS.get(id)).run(this, Objects.requireNonNull(cases().get(id)));
    }

    @Test
    void everyScriptHasACase() throws IOException {
        assertThat(SCRIPTS.keySet()).isEqualTo(cases().keySet());
    }

    private void ruleEventOfSam(JsonNode given) throws IOException {
        PipelinePlan plan = function("Events: {R: {Type: IoTRule, Properties: "
                + "{Sql: \"SELECT * FROM 'a'\", AwsIotSqlVersion: 2016-03-23}}}");

        JsonNode expected = given.path("expect");
        TopicRule rule = plan.rules().get(0);
        assertThat(types(plan))
                .containsEntry("FnR", expected.path("FnR").path("Type").asText())
                .containsEntry("FnRPermission", "AWS::Lambda::Permission");
        assertThat(rule.disabled())
                .isEqualTo(expected.path("FnR").path("RuleDisabled").asBoolean());
        assertThat(rule.sqlVersion()).isEqualTo("2016-03-23");
        assertThat(rule.actions())
                .singleElement()
                .satisfies(action -> assertThat(
                                action.parameters().path("functionArn").asText())
                        .isEqualTo("arn:aws:lambda:eu-west-1:012345678901:function:"
                                + plan.functions().get(0).name()));
    }

    private void globals(JsonNode given) throws IOException {
        for (String layer : new String[] {"l1", "l2"}) {
            Files.createDirectories(folder.resolve(layer));
        }
        write("src/app.py", "");
        PipelinePlan plan = read("""
                Transform: AWS::Serverless-2016-10-31
                Globals:
                  Function: {Environment: {Variables: {AA: g, BB: g}}, Layers: [!Ref L1], Timeout: 10}
                Resources:
                  L1: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: l1}}
                  L2: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: l2}}
                  Fn:
                    Type: AWS::Serverless::Function
                    Properties:
                      Runtime: python3.9
                      Handler: app.h
                      CodeUri: src
                      Environment: {Variables: {BB: f}}
                      Layers: [!Ref L2]
                      Timeout: 20
                """);

        FunctionSpec function = plan.functions().get(0);
        assertThat(function.environment()).isEqualTo(Map.of("AA", "g", "BB", "f"));
        assertThat(function.options().layers()).containsExactly(folder.resolve("l1"), folder.resolve("l2"));
        assertThat(function.timeout().toSeconds())
                .isEqualTo(given.path("expect").path("Timeout").asLong());
    }

    private void scalars(JsonNode given) throws IOException {
        PipelinePlan plan = read("""
                AWSTemplateFormatVersion: 2010-09-09
                Resources:
                  Rule:
                    Type: AWS::IoT::TopicRule
                    Properties:
                      RuleName: 012345678901
                      TopicRulePayload:
                        Sql: SELECT * FROM 'a'
                        AwsIotSqlVersion: 2016-03-23
                        RuleDisabled: "true"
                        Actions: [Republish: {Topic: b, RoleArn: r}]
                """);

        TopicRule rule = plan.rules().get(0);
        assertThat(given.path("expect").path("values")).hasSize(3);
        assertThat(rule.sqlVersion()).isEqualTo("2016-03-23");
        assertThat(rule.name()).isEqualTo("012345678901");
        assertThat(rule.disabled()).isTrue();
    }

    private void sub(JsonNode given) throws IOException {
        PipelinePlan plan = read("""
                Resources:
                  Stream: {Type: AWS::Kinesis::Stream, Properties: {Name: events}}
                Outputs:
                  Value: {Value: !Sub ['${AWS::Region}-${!X}-${Stream.Arn}-${v}', {v: of the map}]}
                """);

        String expected = given.path("expect")
                .path("value")
                .asText()
                .replace("<region>", "eu-west-1")
                .replace("<arn>", "arn:aws:kinesis:eu-west-1:012345678901:stream/events")
                .replace("<v>", "of the map");
        assertThat(plan.outputs()).containsEntry("Value", expected);
    }

    private void cdkAsset(JsonNode given) throws IOException {
        write("cdk.out/asset.abc/app.py", "");
        PipelinePlan plan = read("cdk.out/Stack.template.json", """
                {"Resources": {
                  "Fn": {
                    "Type": "AWS::Lambda::Function",
                    "Properties": {
                      "Runtime": "python3.9", "Handler": "app.h", "Role": {"Fn::GetAtt": ["Role", "Arn"]},
                      "Code": {"S3Bucket": {"Fn::Sub": "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"},
                               "S3Key": "abc.zip"}},
                    "DependsOn": ["Role"],
                    "Metadata": {"aws:cdk:path": "Stack/Fn/Resource", "aws:asset:path": "asset.abc",
                                 "aws:asset:is-bundled": false, "aws:asset:property": "Code"}},
                  "Role": {"Type": "AWS::IAM::Role", "Properties": {}},
                  "CDKMetadata": {"Type": "AWS::CDK::Metadata", "Condition": "CDKMetadataAvailable"}},
                 "Conditions": {"CDKMetadataAvailable": {"Fn::Or": [
                   {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}, {"Fn::Equals": [{"Ref": "AWS::Region"}, "x"]}]}},
                 "Parameters": {"BootstrapVersion": {"Type": "AWS::SSM::Parameter::Value<String>",
                   "Default": "/cdk-bootstrap/hnb659fds/version"}},
                 "Rules": {"CheckBootstrapVersion": {}}}
                """);

        assertThat(folder.relativize(plan.functions().get(0).code()))
                .hasToString(given.path("expect").path("code").asText().replace("from ", ""));
        assertThat(plan.warnings()).isEmpty();
    }

    private void samBuild(JsonNode given) throws IOException {
        write("src/app.py", "");
        write(".aws-sam/build/Fn/app.py", "");
        Path built = write(".aws-sam/build/template.yaml", "Resources: {Fn: {Properties: {CodeUri: Fn}}}");
        Path template = write("template.yaml", """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Fn: {Type: AWS::Serverless::Function, Properties: {Runtime: python3.9, Handler: app.h, CodeUri: src}}
                """);
        FileTime earlier =
                FileTime.from(Files.getLastModifiedTime(built).toInstant().minusSeconds(60));
        Files.setLastModifiedTime(template, earlier);

        PipelinePlan plan = TemplateReader.read(template, Map.of(), IDENTITY);

        assertThat(folder.relativize(plan.functions().get(0).code()))
                .hasToString(given.path("expect").path("code").asText().replace("from ", ""));
    }

    private void stackId(JsonNode given) throws IOException {
        PipelinePlan plan =
                read("""
                Resources:
                  Stream: {Type: AWS::Kinesis::Stream}
                Outputs:
                  Value: {Value: %s}
                  Id: {Value: !Ref AWS::StackId}
                """.formatted(given.path("setup").path("template").asText()));

        String uuid = plan.outputs().getOrDefault("Id", "").split("/", -1)[2];
        assertThat(UUID.fromString(uuid)).hasToString(uuid);
        assertThat(plan.outputs()).containsEntry("Value", "x-" + uuid.split("-", -1)[0]);
    }

    private void unsupported(JsonNode given) throws IOException {
        PipelinePlan plan = read("""
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Events: {Type: AWS::Kinesis::Stream}
                  Web: {Type: AWS::Serverless::Api, Properties: {StageName: prod}}
                  Thing: {Type: Custom::Thing, Properties: {ServiceToken: !GetAtt Web.Arn}}
                  Flink:
                    Type: AWS::KinesisAnalyticsV2::Application
                    Properties: {RuntimeEnvironment: FLINK-1_20, ServiceExecutionRole: r}
                """);

        assertThat(given.path("expect").path("result").asText()).contains("3 warnings with line numbers");
        assertThat(plan.streams()).hasSize(1);
        assertThat(plan.warnings()).extracting(warning -> warning.at().line()).containsExactly(4, 5, 8);
    }

    private PipelinePlan function(String more) throws IOException {
        write("src/app.py", "");
        return read("""
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Fn:
                    Type: AWS::Serverless::Function
                    Properties: {Runtime: python3.9, Handler: app.h, CodeUri: src, %s}
                """.formatted(more));
    }

    private PipelinePlan read(String text) throws IOException {
        return read("app.yaml", text);
    }

    private PipelinePlan read(String file, String text) throws IOException {
        return TemplateReader.read(write(file, text), Map.of(), IDENTITY);
    }

    private Path write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        return Files.writeString(path, text);
    }

    private static Map<String, String> types(PipelinePlan plan) {
        Map<String, String> types = new LinkedHashMap<>();
        for (PlannedResource resource : plan.resources()) {
            types.put(resource.logicalId(), resource.type());
        }
        return types;
    }

    private static Map<String, JsonNode> cases() throws IOException {
        Map<String, JsonNode> cases = new LinkedHashMap<>();
        try (InputStream file = TemplateCasesTest.class.getResourceAsStream("/conformance/lambda-templates.jsonl")) {
            String lines = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            for (String line : lines.split("\n", -1)) {
                if (!line.isBlank()) {
                    JsonNode read = new ObjectMapper().readTree(line);
                    cases.put(read.get("id").asText(), read);
                }
            }
        }
        return cases;
    }

    /** What makes a case executable. */
    @FunctionalInterface
    private interface Script {
        void run(TemplateCasesTest test, JsonNode given) throws IOException;
    }
}
