package dev.penstock.launcher.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.launcher.yaml.Finding;
import dev.penstock.launcher.yaml.Findings;
import dev.penstock.rules.RuleCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleFileTest {
    private static final String SELECT_V = """
            sql: SELECT v AS r FROM 't/+'
            sqlVersion: '2016-03-23'
            samples:
              - name: one
                topic: t/1
            """;

    @TempDir
    private Path folder;

    private final Findings findings = new Findings();

    @Test
    void everySampleBecomesACase() throws IOException {
        List<RuleCase> cases = read("""
                ruleName: hot
                sql: |
                  SELECT *, topic(2) AS device FROM 'sensors/+'
                  WHERE temperature > 50
                sqlVersion: '2016-03-23'
                samples:
                  - name: hot device
                    topic: sensors/7
                    payload: {temperature: 71.5}
                    expect: {temperature: 71.5, device: '7'}
                  - name: cold device
                    topic: sensors/7
                    payload:
                      temperature: 21
                    expectNoMatch: true
                  - name: partition key
                    topic: sensors/7
                    clientId: 7
                    payload: {}
                    template: ${clientid()}
                    expect: '7'
                """);

        assertThat(cases)
                .extracting(RuleCase::id)
                .containsExactly("hot: hot device", "hot: cold device", "hot: partition key");
        assertThat(cases).extracting(RuleCase::area).containsOnly("hot");
        assertThat(cases).extracting(RuleCase::line).containsExactly(7, 11, 16);
        assertThat(cases)
                .allSatisfy(one ->
                        assertThat(one.run().passed()).as(one.run().toString()).isTrue());
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "10.0; 10",
                "1e3; 1000",
                "-1.5; -1.5",
                "9007199254740993; 9007199254740993",
                "true; true",
                "null; null",
                "'on'; \"on\"",
                "2026-01-01; \"2026-01-01\"",
                "~[1, {a: 'b'}]~; ~[1,{\"a\":\"b\"}]~"
            })
    void payloadIsWhatYamlSays(String yaml, String json) throws IOException {
        RuleCase one = read(SELECT_V + "    payload: {v: %s}\n    expectText: '{\"r\":%s}'\n".formatted(yaml, json))
                .get(0);

        assertThat(one.run().got()).isEqualTo("{\"r\":%s}".formatted(json));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "payload: {v: on}; 6:18; ~'on' is a Boolean to some readers of YAML and a text to others~",
                "payload: {v: 12:30}; 6:18; ~'12:30' is no number in JSON~",
                "payload: {v: 017}; 6:18; ~'017' is no number in JSON~",
                "payload: ; 6:13; payload has no value",
                "paylod: {}; 6:5; ~unknown field 'paylod'. Did you mean 'payload'?~",
                "sql: SELECT 1; 6:5; ~'sql' is no key of a sample: it is said once for the file~",
                "protocol: amqp; 6:5; ~protocol: 'amqp' is not one of mqtt, http~",
                "mqttProperties: {contentTyp: x}; 6:22; ~mqttProperties: unknown field 'contentTyp'. Did you mean 'contentType'?~",
                "userProperties: [[a, b], [c]]; 6:5; ~userProperties: a list of [name, value] is expected~",
                "fixtures: {secrets: {s: {}}}; 6:26; ~fixtures.secrets.s: one of SecretString~",
                "fixtures: {lambda: {f: [{input: 1}]}}; 6:29; ~fixtures.lambda.f.0.output: one of output and error~"
            })
    void wrongSampleIsPlaced(String line, String place, String text) throws IOException {
        read(SELECT_V + "    " + line + "\n");

        assertThat(findings.sorted())
                .extracting(Finding::toString)
                .anyMatch(found -> found.startsWith(folder.resolve("x.rule.yaml") + ":" + place + ": " + text));
    }

    @Test
    void wrongFileIsPlaced() throws IOException {
        read("""
                rulename: x
                parameters: {a: 1}
                fixtures:
                  dynamodb:
                    t: {key: [], items: []}
                samples:
                  - topic: t
                  - 7
                """);

        assertThat(findings.sorted())
                .extracting(Finding::toString)
                .extracting(text -> text.substring(text.indexOf(":") + 1))
                .contains(
                        "1:1: sql is missing; or say templateFile and ruleName",
                        "1:1: unknown key 'rulename'; did you mean 'ruleName'?",
                        "2:1: parameters goes with templateFile only",
                        "5:9: fixtures.dynamodb.t.key: a list of one or two attribute names is expected",
                        "7:5: a sample needs a name that is a text",
                        "8:5: a sample must be a map, was '7'");
    }

    @Test
    void samplesOfOneNameAndNoSamplesAreRefused() throws IOException {
        String sample = "  - {name: a, topic: t, payload: {}, expect: {}}\n";

        read("sql: SELECT * FROM 't'\nsamples:\n" + sample + sample);
        read("sql: SELECT * FROM 't'\nsamples: []\n");

        assertThat(findings.sorted())
                .extracting(Finding::text)
                .containsExactlyInAnyOrder(
                        "two samples have the same name 'x: a'", "samples must be a list of at least one sample");
    }

    @Test
    void ruleIsTakenFromATemplate() throws IOException {
        template();

        List<RuleCase> cases = read("""
                templateFile: template.yaml
                parameters: {Limit: 10}
                ruleName: hot
                samples:
                  - {name: warm, topic: sensors/7, payload: {temperature: 11}, expect: {temperature: 11}}
                """);

        assertThat(findings.sorted()).isEmpty();
        assertThat(cases.get(0).run().passed()).isTrue();
    }

    @Test
    void ruleThatTheTemplateDoesNotHaveIsNamed() throws IOException {
        template();

        read("""
                templateFile: template.yaml
                ruleName: hott
                sql: SELECT 1
                samples:
                  - {name: warm, topic: sensors/7, payload: {}, expect: {}}
                """);

        assertThat(findings.sorted())
                .extracting(Finding::text)
                .contains(
                        "the template has no rule 'hott', but [hot]; did you mean 'hot'?",
                        "sql is taken from the template; remove it or templateFile");
    }

    @Test
    void templateThatCannotBeReadIsTold() throws IOException {
        read("""
                templateFile: template.yaml
                ruleName: hot
                samples:
                  - {name: warm, topic: sensors/7, payload: {}, expect: {}}
                """);

        assertThat(findings.sorted())
                .extracting(Finding::text)
                .anyMatch(text -> text.startsWith("the template cannot be used: "));
    }

    @Test
    void fixturesOfASampleStandBeforeThoseOfTheFile() throws IOException {
        List<RuleCase> cases = read("""
                sql: SELECT aws_lambda('arn:aws:lambda:us-east-1:123456789012:function:f', *).w AS r FROM 't'
                sqlVersion: '2016-03-23'
                fixtures:
                  lambda: {f: [{output: {w: 1}}]}
                samples:
                  - {name: usual, topic: t, payload: {}, expect: {r: 1}}
                  - name: broken
                    topic: t
                    payload: {}
                    fixtures:
                      lambda: {f: [{error: Unhandled}]}
                    expectNoMatch: true
                """);

        assertThat(findings.sorted()).isEmpty();
        assertThat(cases)
                .allSatisfy(one ->
                        assertThat(one.run().passed()).as(one.run().toString()).isTrue());
    }

    private List<RuleCase> read(String text) throws IOException {
        return RuleFile.read(Files.writeString(folder.resolve("x.rule.yaml"), text), findings);
    }

    private void template() throws IOException {
        Files.writeString(folder.resolve("template.yaml"), """
                AWSTemplateFormatVersion: 2010-09-09
                Parameters:
                  Limit: {Type: Number, Default: 50}
                Resources:
                  Stream:
                    Type: AWS::Kinesis::Stream
                    Properties: {Name: s, ShardCount: 1}
                  Hot:
                    Type: AWS::IoT::TopicRule
                    Properties:
                      RuleName: hot
                      TopicRulePayload:
                        AwsIotSqlVersion: '2016-03-23'
                        Sql: !Sub SELECT * FROM 'sensors/+' WHERE temperature > ${Limit}
                        Actions:
                          - Kinesis: {StreamName: !Ref Stream, PartitionKey: '1', RoleArn: 'arn:aws:iam::123456789012:role/r'}
                """);
    }
}
