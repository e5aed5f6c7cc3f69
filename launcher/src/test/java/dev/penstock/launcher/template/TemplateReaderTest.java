package dev.penstock.launcher.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.launcher.yaml.Finding;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateReaderTest {
    private static final String FUNCTION = """
            Transform: AWS::Serverless-2016-10-31
            Globals: %s
            Resources:
              Events: {Type: AWS::Kinesis::Stream, Properties: {Name: events}}
              Fn:
                Type: AWS::Serverless::Function
                Properties: %s
            """;

    @TempDir
    private Path folder;

    @Test
    void jsonIsReadEvenWithTabsAndAByteOrderMark() throws IOException {
        PipelinePlan plan = read("\uFEFF{\n\t\"Resources\": {\n\t\t\"Events\": {\"Type\": \"AWS::Kinesis::Stream\",\n"
                + "\t\t\t\"Properties\": {\"Name\": {\"Fn::Join\": [\"-\", [\"a\", {\"Ref\": \"AWS::Region\"}]]}}}}}");

        assertThat(plan.streams()).extracting(StreamSpec::name).containsExactly("a-us-east-1");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "!Ref AWS::AccountId; 000000000000",
                "!Sub '${AWS::Partition}.${AWS::URLSuffix}'; aws.amazonaws.com",
                "!Sub ['${a}-${Prefix}', {a: !Ref Prefix}]; p-p",
                "!Join ['', [x, !Ref AWS::NoValue, 012]]; x012",
                "!Join ['_', !Ref List]; a_b",
                "!Sub '${Other}.${Other.RoleId}'; app-Other-8W74TYFYN5ZI.AROAIKCHFAMNK8Q4",
                "!Ref AWS::NoValue; app-Events-26NY33IB7HRP",
                "2016-03-23; 2016-03-23",
                "012345678901; 012345678901",
            })
    void nameIsComputed(String expression, String name) throws IOException {
        PipelinePlan plan = read("""
                Parameters:
                  Prefix: {Type: String, Default: p}
                  List: {Type: CommaDelimitedList, Default: "a, b"}
                Resources:
                  Other: {Type: AWS::IAM::Role}
                  Events: {Type: AWS::Kinesis::Stream, Properties: {Name: %s}}
                """.formatted(expression));

        assertThat(plan.streams()).extracting(StreamSpec::name).containsExactly(name);
    }

    @Test
    void mergeKeysAndAnchorsAreAccepted() throws IOException {
        PipelinePlan plan = read("""
                Resources:
                  A:
                    Type: AWS::Kinesis::Stream
                    Properties: &shape {ShardCount: 3, RetentionPeriodHours: 48}
                  B:
                    Type: AWS::Kinesis::Stream
                    Properties: {<<: *shape, Name: b, ShardCount: 1}
                """);

        assertThat(plan.streams()).extracting(StreamSpec::shardCount).containsExactly(3, 1);
        assertThat(plan.streams())
                .extracting(stream -> stream.retention().toHours())
                .containsExactly(48L, 48L);
    }

    @Test
    void globalsGiveWayToTheFunctionsOwnValuesKeyByKey() throws IOException {
        python("src");

        PipelinePlan plan = read(FUNCTION.formatted(
                "{Function: {Runtime: python3.9, Timeout: 10, Environment: {Variables: {AA: g, BB: g}}, Tracing: Active}, Api: {}}",
                "{Handler: app.h, CodeUri: src, Timeout: 20, Environment: {Variables: {BB: f}}}"));

        assertThat(plan.functions()).singleElement().satisfies(function -> {
            assertThat(function.environment()).isEqualTo(Map.of("AA", "g", "BB", "f"));
            assertThat(function.timeout()).hasSeconds(20);
        });
        assertThat(plan.ignored())
                .extracting(Finding::text)
                .containsExactly(
                        "Globals.Function.Tracing has no effect here",
                        "Globals.Api has no effect: there is no such resource");
    }

    @Test
    void largestBuiltJarOfAProjectIsTheCode() throws IOException {
        Path target = Files.createDirectories(folder.resolve("fn/target"));
        Files.writeString(folder.resolve("fn/pom.xml"), "<project/>");
        Files.writeString(target.resolve("fn-1.0.jar"), "with everything inside");
        Files.writeString(target.resolve("fn-1.0-thin.jar"), "thin");
        Files.writeString(target.resolve("original-fn-1.0.jar"), "the one before shading, made larger for the test");
        Files.writeString(target.resolve("fn-1.0-sources.jar"), "sources are not what Lambda runs, however large");

        PipelinePlan plan = read(FUNCTION.formatted("{}", "{Handler: a.B, Runtime: java17, CodeUri: fn}"));

        assertThat(plan.functions())
                .singleElement()
                .satisfies(function -> assertThat(function.code()).isEqualTo(target.resolve("fn-1.0.jar")));
    }

    @Test
    void disabledMappingIsMadeDisabled() throws IOException {
        python("src");

        PipelinePlan plan = read(FUNCTION.formatted(
                "{}",
                "{Handler: app.h, Runtime: python3.9, CodeUri: src, Events: {K: {Type: Kinesis, Properties: "
                        + "{Stream: !GetAtt Events.Arn, StartingPosition: LATEST, Enabled: 'false'}}}}"));

        assertThat(plan.mappings())
                .singleElement()
                .satisfies(mapping -> assertThat(mapping.enabled()).isFalse());
    }

    @Test
    void mappingMayStartAtATimestamp() throws IOException {
        python("src");

        PipelinePlan plan = read(
                FUNCTION.formatted(
                        "{}",
                        "{Handler: app.h, Runtime: python3.9, CodeUri: src, Events: {K: {Type: Kinesis, Properties: "
                                + "{Stream: !GetAtt Events.Arn, StartingPosition: AT_TIMESTAMP, StartingPositionTimestamp: 1500000000}}}}"));

        assertThat(plan.mappings())
                .singleElement()
                .satisfies(mapping -> assertThat(mapping.from())
                        .isEqualTo(new StartingPosition.AtTimestamp(Instant.parse("2017-07-14T02:40:00Z"))));
    }

    @Test
    void streamOfAnEventMayReferBackToItsFunction() throws IOException {
        python("src");

        PipelinePlan plan = read("""
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Fn:
                    Type: AWS::Serverless::Function
                    Properties:
                      FunctionName: warn
                      Handler: app.h
                      Runtime: python3.9
                      CodeUri: src
                      Events:
                        K: {Type: Kinesis, Properties: {Stream: !GetAtt Events.Arn, StartingPosition: LATEST}}
                  Events:
                    Type: AWS::Kinesis::Stream
                    Properties: {Name: !Sub "${Fn}-events"}
                """);

        assertThat(plan.mappings())
                .singleElement()
                .satisfies(mapping -> assertThat(mapping.sourceName()).isEqualTo("warn-events"));
    }

    @Test
    void ruleMayWriteToAStreamThatIsMadeLaterWithAWarning() throws IOException {
        PipelinePlan plan = read("""
                Resources:
                  Rule:
                    Type: AWS::IoT::TopicRule
                    Properties:
                      RuleName: r
                      TopicRulePayload:
                        Sql: SELECT * FROM 'a'
                        Actions: [Kinesis: {StreamName: evnts, RoleArn: r}]
                  Events: {Type: AWS::Kinesis::Stream, Properties: {Name: events}}
                """);

        assertThat(plan.rules()).hasSize(1);
        assertThat(plan.warnings())
                .extracting(Finding::toString)
                .containsExactly(folder.resolve("app.yaml")
                        + ":8:41: rule 'r' writes to stream 'evnts', which is not in this template; did you mean 'events'?"
                        + "; every message fails until somebody creates it");
    }

    @Test
    void arnOfAnotherAccountIsTakenAsOursWithAWarning() throws IOException {
        python("src");

        PipelinePlan plan = read(
                FUNCTION.formatted(
                        "{}",
                        "{Handler: app.h, Runtime: python3.9, CodeUri: src, Events: {K: {Type: Kinesis, Properties: "
                                + "{Stream: 'arn:aws:kinesis:eu-west-1:123456789012:stream/events', StartingPosition: LATEST}}}}"));

        assertThat(plan.mappings())
                .singleElement()
                .satisfies(mapping -> assertThat(mapping.sourceName()).isEqualTo("events"));
        assertThat(plan.warnings()).singleElement().asString().contains("names another account or region");
    }

    @Test
    void unknownParameterOverrideIsRefused() throws IOException {
        Path template = write("Parameters: {Prefix: {Type: String}}\nResources: {E: {Type: AWS::Kinesis::Stream}}");

        assertThatThrownBy(() -> TemplateReader.read(template, Map.of("Prefx", "x"), AwsIdentity.DEFAULT))
                .isInstanceOf(TemplateException.class)
                .hasMessage(template + ": parameter 'Prefx' was given, but the template declares no such parameter; "
                        + "it declares: Prefix; did you mean 'Prefix'?\n" + template
                        + ":1:14: parameter 'Prefix' has no Default and no value was given");
    }

    @Test
    void stackTakesTheNameOfTheFolderOfAFileCalledTemplate() throws IOException {
        Path template = Files.createDirectories(folder.resolve("my_app.v2")).resolve("template.yaml");
        Files.writeString(template, "Resources: {E: {Type: AWS::Kinesis::Stream}}");

        PipelinePlan plan = TemplateReader.read(template, Map.of(), AwsIdentity.DEFAULT);

        assertThat(plan.stackName()).isEqualTo("my-app-v2");
    }

    private PipelinePlan read(String text) throws IOException {
        return TemplateReader.read(write(text), Map.of(), AwsIdentity.DEFAULT);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("app.yaml"), text);
    }

    private void python(String name) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve(name)).resolve("app.py"), "def h(e, c): pass");
    }
}
