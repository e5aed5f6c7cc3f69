package dev.penstock.launcher.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.launcher.yaml.Finding;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Json;
import dev.penstock.rules.TopicRule;
import dev.penstock.rules.TopicRule.ActionSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Actions in the spelling of CloudFormation become those of the IoT API. */
class RuleActionsTest {
    private static final String RULE = """
            Resources:
              Rule:
                Type: AWS::IoT::TopicRule
                Properties:
                  RuleName: r
                  TopicRulePayload:
                    Description: what it is for
                    Sql: SELECT * FROM 'a'
                    Actions:
                      - %s
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Kinesis: {StreamName: 12, PartitionKey: '${topic(2)}', RoleArn: r}"
                        + "| kinesis | {'streamName':'12','partitionKey':'${topic(2)}','roleArn':'r'}",
                "Republish: {Topic: !Sub 'x/${!topic(2)}', Qos: '1', RoleArn: r, Headers: {ContentType: c,"
                        + " UserProperties: [{Key: k, Value: 1}]}}"
                        + "| republish | {'topic':'x/${topic(2)}','qos':1,'roleArn':'r','headers':{'contentType':'c',"
                        + "'userProperties':[{'key':'k','value':'1'}]}}",
                "Lambda: {FunctionArn: !Sub 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:f'}"
                        + "| lambda | {'functionArn':'arn:aws:lambda:us-east-1:000000000000:function:f'}",
                "DynamoDB: {TableName: t, HashKeyField: id, HashKeyValue: '${topic(2)}', HashKeyType: STRING,"
                        + " RangeKeyField: at, RangeKeyValue: '${timestamp()}', RangeKeyType: NUMBER, PayloadField: p,"
                        + " RoleArn: r}"
                        + "| dynamoDB | {'tableName':'t','hashKeyField':'id','hashKeyValue':'${topic(2)}',"
                        + "'hashKeyType':'STRING','rangeKeyField':'at','rangeKeyValue':'${timestamp()}',"
                        + "'rangeKeyType':'NUMBER','payloadField':'p','roleArn':'r'}",
                "DynamoDBv2: {PutItem: {TableName: t}, RoleArn: r} | dynamoDBv2 | {'putItem':{'tableName':'t'},'roleArn':'r'}",
                "Sqs: {QueueUrl: u, UseBase64: 'true', RoleArn: r}"
                        + "| sqs | {'queueUrl':'u','useBase64':true,'roleArn':'r'}",
                "Http: {Url: u, Auth: {Sigv4: {ServiceName: s}}, EnableBatching: true, BatchConfig: {MaxBatchSize: 5}}"
                        + "| http | {'url':'u','auth':{'sigv4':{'serviceName':'s'}},'enableBatching':true,"
                        + "'batchConfig':{'maxBatchSize':5}}",
                "Kafka: {ClientProperties: {bootstrap.servers: b, Upper: u}}"
                        + "| kafka | {'clientProperties':{'bootstrap.servers':'b','Upper':'u'}}",
                "MyOwn: {Colour: !Ref AWS::NoValue, Size: 2.50} | myOwn | {'size':'2.50'}"
            })
    void actionIsSpelledAsInTheIotApi(String template, String kind, String parameters) throws IOException {
        TopicRule rule = read(RULE.formatted(template)).rules().get(0);

        ActionSpec action = rule.actions().get(0);
        assertThat(action.kind()).isEqualTo(kind);
        assertThat(action.parameters()).isEqualTo(json(parameters));
        assertThat(rule.description()).isEqualTo("what it is for");
    }

    @Test
    void everyPartOfAnActionKeepsItsPlace() throws IOException {
        PipelinePlan plan = read(RULE.formatted("Http: {Url: u, Headers: [{Key: k, Value: v}]}"));

        assertThat(plan.rulePlaces().get("r"))
                .hasEntrySatisfying("", place -> assertThat(place.line()).isEqualTo(2))
                .hasEntrySatisfying(
                        "actions[0].http.url", place -> assertThat(place).hasToString(at("10:25")))
                .hasEntrySatisfying(
                        "actions[0].http.headers[0].value",
                        place -> assertThat(place).hasToString(at("10:54")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Kinesis: {StreamName: evnts, RoleArn: r} | stream 'evnts'",
                "DynamoDB: {TableName: evnts, HashKeyField: i, HashKeyValue: v, RoleArn: r} | table 'evnts'",
                "DynamoDBv2: {PutItem: {TableName: evnts}} | table 'evnts'",
                "Lambda: {FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:evnts:live'} | function 'evnts'"
            })
    void targetThatTheTemplateDoesNotMakeIsWarnedOf(String template, String target) throws IOException {
        PipelinePlan plan = read(RULE.formatted(template));

        assertThat(plan.warnings())
                .singleElement()
                .extracting(Finding::text)
                .asString()
                .isEqualTo("rule 'r' writes to " + target
                        + ", which is not in this template; every message fails until somebody creates it");
    }

    @Test
    void nameWithATemplateIsNotWarnedOf() throws IOException {
        PipelinePlan plan = read(RULE.formatted("Kinesis: {StreamName: '${topic(1)}', RoleArn: r}"));

        assertThat(plan.warnings()).isEmpty();
    }

    @Test
    void iotRuleEventBecomesARuleWithOneLambdaAction() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("src")).resolve("app.py"), "def h(e, c): pass");

        PipelinePlan plan = read("""
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Warn:
                    Type: AWS::Serverless::Function
                    Properties:
                      FunctionName: warn
                      Handler: app.h
                      Runtime: python3.9
                      CodeUri: src
                      Events:
                        Hot:
                          Type: IoTRule
                          Properties: {Sql: SELECT * FROM 'a', AwsIotSqlVersion: 2016-03-23}
                        Cold: {Type: IoTRule, Properties: {Sql: SELECT * FROM 'b'}}
                """);

        assertThat(plan.rules()).hasSize(2).first().satisfies(rule -> {
            assertThat(rule.name()).matches("app_WarnHot_[0-9A-Z]{12}");
            assertThat(rule.sql()).isEqualTo("SELECT * FROM 'a'");
            assertThat(rule.sqlVersion()).isEqualTo("2016-03-23");
            assertThat(rule.actions())
                    .containsExactly(new ActionSpec(
                            "lambda", json("{'functionArn':'arn:aws:lambda:us-east-1:000000000000:function:warn'}")));
        });
        assertThat(plan.rules().get(1).sqlVersion()).isEqualTo("2015-10-08");
        assertThat(plan.mappings()).isEmpty();
    }

    private PipelinePlan read(String text) throws IOException {
        return TemplateReader.read(Files.writeString(folder.resolve("app.yaml"), text), Map.of(), AwsIdentity.DEFAULT);
    }

    private String at(String place) {
        return folder.resolve("app.yaml") + ":" + place;
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return Json.MAPPER.readTree(text.replace('\'', '"'));
    }
}
