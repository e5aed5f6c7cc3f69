package dev.penstock.launcher.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.launcher.yaml.Finding;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.stream.StreamSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions, mappings and the functions on lists. */
class TemplateLanguageTest {

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "!Select [1, [a, b]]; b",
                "!Select ['0', !Split ['-', 'x-y']]; x",
                "!Select [1, !GetAZs '']; us-east-1b",
                "!Select [0, !GetAZs {Ref: 'AWS::Region'}]; us-east-1a",
                "!If [IsProd, a, b]; b",
                "!If [IsDev, a, b]; a",
                "!If [Neither, a, !If [Both, c, d]]; c",
                "!FindInMap [Sizes, !Ref Stage, name]; small",
                "!FindInMap [Sizes, none, name, {DefaultValue: other}]; other",
                "!Base64 hel; aGVs",
                "!Sub ['n${n}', {n: {'Fn::Length': [a, b, c]}}]; n3",
                "!Join ['.', !Split ['-', 'x-y']]; x.y",
            })
    void nameIsComputed(String expression, String name) throws IOException {
        PipelinePlan plan = read("""
                Transform: AWS::LanguageExtensions
                Parameters:
                  Stage: {Type: String, Default: dev}
                Mappings:
                  Sizes: {dev: {name: small}, prod: {name: large}}
                Conditions:
                  IsProd: !Equals [!Ref Stage, prod]
                  IsDev: !Equals [dev, !Ref Stage]
                  Both: !And [!Condition IsDev, !Not [!Condition IsProd]]
                  Neither: !Not [!Or [!Condition IsDev, !Condition IsProd]]
                Resources:
                  Events: {Type: AWS::Kinesis::Stream, Properties: {Name: %s}}
                """.formatted(expression));

        assertThat(plan.streams()).extracting(StreamSpec::name).containsExactly(name);
    }

    @Test
    void whatAConditionForbidsIsNotThere() throws IOException {
        PipelinePlan plan = read("""
                Parameters: {Stage: {Type: String, Default: dev}}
                Conditions: {IsProd: !Equals [!Ref Stage, prod], IsDev: !Not [!Condition IsProd]}
                Resources:
                  A: {Type: AWS::Kinesis::Stream, Condition: IsProd, Properties: {Name: a}}
                  B: {Type: AWS::Kinesis::Stream, Condition: IsDev, Properties: {Name: b, ShardCount: !If [IsProd, 9, !Ref AWS::NoValue]}}
                Outputs:
                  A: {Condition: IsProd, Value: !GetAtt A.Arn}
                  B: {Condition: IsDev, Value: !Ref B}
                """);

        assertThat(plan.streams()).extracting(StreamSpec::name).containsExactly("b");
        assertThat(plan.streams()).extracting(StreamSpec::shardCount).containsExactly(1);
        assertThat(plan.outputs()).isEqualTo(Map.of("B", "b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS::SSM::Parameter::Value<String>",
                "AWS::EC2::KeyPair::KeyName",
                "List<AWS::EC2::Subnet::Id>",
                "AWS::SSM::Parameter::Value<List<String>>"
            })
    void typesOfAwsAreTexts(String type) throws IOException {
        PipelinePlan plan = read("""
                Parameters: {P: {Type: "%s", Default: the-default}}
                Resources: {E: {Type: AWS::Kinesis::Stream, Properties: {Name: !Join ["", [%s]]}}}
                """.formatted(type, type.contains("List") ? "!Select [0, !Ref P]" : "!Ref P"));

        assertThat(plan.streams()).extracting(StreamSpec::name).containsExactly("the-default");
        assertThat(plan.ignored()).hasSize(type.contains("SSM") ? 1 : 0);
    }

    @Test
    void typeThatIsNotEmulatedIsLeftOutWithAWarningAndAPlace() throws IOException {
        PipelinePlan plan = read("""
                Resources:
                  Bus: {Type: AWS::Events::Archive}
                  Url: {Type: AWS::Lambda::Url, Properties: {TargetFunctionArn: !GetAtt Bus.Arn}}
                  Policy: {Type: AWS::IAM::Policy}
                  E: {Type: AWS::Kinesis::Stream, Properties: {Name: !Sub "${Bus.Name}"}}
                """);

        assertThat(plan.warnings())
                .extracting(Finding::toString)
                .containsExactly(
                        folder.resolve("app.yaml")
                                + ":2:3: Bus (AWS::Events::Archive) is not emulated and is left out; what refers to it gets a made-up name",
                        folder.resolve("app.yaml")
                                + ":3:3: Url (AWS::Lambda::Url) is not emulated and is left out; what refers to it gets a made-up name");
        assertThat(plan.ignored())
                .extracting(Finding::text)
                .containsExactly("Policy (AWS::IAM::Policy) has no effect in a local run");
        assertThat(plan.streams()).extracting(StreamSpec::name).containsExactly("app-Bus-6VP8QN9DSU2Y.Name");
    }

    @Test
    void samMakesWhatItsTransformMakes() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("src")).resolve("app.py"), "def h(e, c): pass");

        PipelinePlan plan = read("""
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Events: {Type: AWS::Kinesis::Stream}
                  Table: {Type: AWS::Serverless::SimpleTable, Properties: {PrimaryKey: {Name: device, Type: String}}}
                  Fn:
                    Type: AWS::Serverless::Function
                    Properties:
                      Runtime: python3.9
                      Handler: app.h
                      CodeUri: src
                      AutoPublishAlias: live
                      EventInvokeConfig: {MaximumRetryAttempts: 1, DestinationConfig: {OnFailure: {Type: SQS}}}
                      Events:
                        K: {Type: Kinesis, Properties: {Stream: !GetAtt Events.Arn, StartingPosition: LATEST}}
                        R: {Type: IoTRule, Properties: {Sql: "SELECT * FROM 'a'"}}
                        Web: {Type: Api}
                Outputs:
                  Alias: {Value: !Ref Fn.Alias}
                  Version: {Value: !Sub "${Fn.Version}"}
                """);

        assertThat(plan.resources())
                .extracting(PlannedResource::logicalId)
                .contains(
                        "Fn",
                        "FnRole",
                        "FnAliaslive",
                        "FnK",
                        "FnR",
                        "FnRPermission",
                        "FnEventInvokeConfig",
                        "FnEventInvokeConfigOnFailureQueue")
                .anyMatch(id -> id.matches("FnVersion[0-9a-f]{10}"));
        String function = plan.functions().get(0).name();
        String live = "arn:aws:lambda:us-east-1:000000000000:function:%s:live".formatted(function);
        assertThat(plan.mappings()).extracting(mapping -> mapping.function()).isEqualTo(List.of(live));
        assertThat(plan.rules()
                        .get(0)
                        .actions()
                        .get(0)
                        .parameters()
                        .get("functionArn")
                        .asText())
                .isEqualTo(live);
        assertThat(plan.published().events()).containsOnlyKeys(function + ":live");
        assertThat(Objects.requireNonNull(plan.published().events().get(function + ":live"))
                        .onFailure()
                        .orElseThrow())
                .matches("arn:aws:sqs:us-east-1:000000000000:app-FnEventInvokeConfigOnFailureQueue-.*");
        assertThat(plan.outputs()).containsEntry("Alias", live).containsEntry("Version", live.replace(":live", ":1"));
        assertThat(plan.tables().get(0).hashKey().attribute()).isEqualTo("device");
        assertThat(plan.warnings()).singleElement().asString().contains("'Web' of type 'Api' is not emulated");
    }

    private PipelinePlan read(String text) throws IOException {
        return TemplateReader.read(Files.writeString(folder.resolve("app.yaml"), text), Map.of(), AwsIdentity.DEFAULT);
    }

    @Test
    void eventBusOfTheTemplateIsADestination() throws IOException {
        PipelinePlan plan = read("""
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Bus: {Type: AWS::Events::EventBus, Properties: {Name: results}}
                  Fn:
                    Type: AWS::Serverless::Function
                    Properties:
                      Runtime: python3.11
                      Handler: index.h
                      InlineCode: pass
                      EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: EventBridge, Destination: !GetAtt Bus.Arn}}}
                """);

        assertThat(plan.warnings()).isEmpty();
        assertThat(plan.published().events().values())
                .extracting(events -> events.onFailure().orElse("none"))
                .containsExactly("arn:aws:events:us-east-1:000000000000:event-bus/results");
    }
}
