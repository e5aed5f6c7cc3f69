package dev.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.launcher.settings.RuleOptions;
import dev.penstock.launcher.settings.Settings;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.platform.time.TestTime;
import dev.penstock.rules.ExternalServices.Secret;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an MQTT publish through a rule to a function and to a table, with a template as a user writes it. */
class RuleActionsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String HEAD = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Things:
                Type: AWS::DynamoDB::Table
                Properties:
                  TableName: things
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  BillingMode: PAY_PER_REQUEST
              Taker:
                Type: AWS::Serverless::Function
                Properties:
                  FunctionName: taker
                  Runtime: java17
                  Handler: dev.penstock.launcher.handlers.%s
                  CodeUri: %s
                  Environment: {Variables: {FAILURES: '2'}}
                  Timeout: 60
                  Events:
                    Cold:
                      Type: IoTRule
                      Properties: {Sql: "SELECT *, topic() AS topic FROM 'cold/#'", AwsIotSqlVersion: '2016-03-23'}
            """;
    private static final String RULE = """
              Hot:
                Type: AWS::IoT::TopicRule
                Properties:
                  RuleName: hot
                  TopicRulePayload:
                    Sql: %s
                    AwsIotSqlVersion: '2016-03-23'
                    Actions: %s
                    ErrorAction:
                      DynamoDB:
                        TableName: !Ref Things
                        HashKeyField: id
                        HashKeyValue: errors
                        RoleArn: arn:aws:iam::000000000000:role/r
            """;
    private static final String TO_TABLE = "[DynamoDBv2: {PutItem: {TableName: !Ref Things}, RoleArn: r}]";

    @TempDir
    Path directory;

    @Test
    void messageReachesAFunctionAndATable() {
        try (RunningPipeline pipeline = start(
                "EchoHandler",
                "SELECT topic(2) AS id, temperature, readings FROM 'sensors/+'",
                "[{Lambda: {FunctionArn: !GetAtt Taker.Arn}}, {DynamoDBv2: {PutItem: {TableName: !Ref Things}}}]")) {
            pipeline.publish("sensors/7", "{\"temperature\": 60.5, \"readings\": [{\"at\": 1}]}");

            assertThat(awaitItems(pipeline))
                    .containsExactly(Map.of(
                            "id",
                            "7",
                            "temperature",
                            new BigDecimal("60.5"),
                            "readings",
                            List.of(Map.of("at", BigDecimal.ONE))));
            awaitLog(pipeline, "got {id=7, readings=[{at=1}], temperature=60.5}");
        }
    }

    @Test
    void eventOfTheFunctionIsARuleOfItsOwn() {
        try (RunningPipeline pipeline = start("EchoHandler", "SELECT * FROM 'never'", TO_TABLE)) {
            pipeline.publish("cold/1", "{\"n\": 1}");

            awaitLog(pipeline, "got {n=1, topic=cold/1}");
        }
    }

    @Test
    void failedActionLeavesItsErrorDocumentInTheTable() {
        try (RunningPipeline pipeline = start("EchoHandler", "SELECT temperature FROM 'sensors/+'", TO_TABLE)) {
            pipeline.publish("sensors/7", "{\"temperature\": 60}");

            Map<String, Object> item = awaitItems(pipeline).get(0);
            assertThat(item).containsEntry("id", "errors");
            assertThat(item.get("payload"))
                    .asString()
                    .contains(
                            "ruleName=hot",
                            "failedAction=DynamoAction",
                            "failedResource=things",
                            "ValidationException");
        }
    }

    @Test
    void functionThatFailsGetsItsEventAgainByTheClock() {
        TestTime clock = TestTime.at("2026-01-01T00:00:00Z");
        try (RunningPipeline pipeline = RunningPipeline.start(
                directory, template("FailingHandler", "SELECT * FROM 'never'", TO_TABLE), Settings.forTests(), clock)) {
            pipeline.publish("cold/1", "{}");
            clock.settle();
            long first = ends(pipeline);
            clock.advance(Duration.ofSeconds(61));
            long second = ends(pipeline);
            clock.advance(Duration.ofSeconds(121));

            assertThat(List.of(first, second, ends(pipeline))).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void sqlAsksAFunctionATableAndASecret() {
        String sql = "SELECT topic(2) + '-new' AS id,"
                + " aws_lambda('arn:aws:lambda:us-east-1:000000000000:function:taker', {'n': n}).echo.n AS echoed,"
                + " get_dynamodb('things', 'id', topic(2), 'arn:aws:iam::000000000000:role/r').size AS size,"
                + " get_secret('login', 'SecretString', 'user', 'arn:aws:iam::000000000000:role/r') AS user"
                + " FROM 'sensors/+'";
        Settings settings = Settings.forTests()
                .withRules(new RuleOptions(null, Map.of("login", new Secret("{\"user\":\"u\"}", null))));
        try (RunningPipeline pipeline = RunningPipeline.start(
                directory, template("EchoHandler", "\"" + sql + "\"", TO_TABLE), settings, new SystemTime())) {
            pipeline.emulator()
                    .tables()
                    .put("things", Map.of("id", "7", "size", new BigDecimal("1.5")))
                    .toCompletableFuture()
                    .join();

            pipeline.publish("sensors/7", "{\"n\": 3}");

            Awaitility.await("the new item")
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(pipeline.emulator().tables().items("things"))
                            .contains(Map.of(
                                    "id",
                                    "7-new",
                                    "echoed",
                                    new BigDecimal(3),
                                    "size",
                                    new BigDecimal("1.5"),
                                    "user",
                                    "u")));
        }
    }

    @Test
    void functionThatFailsEndsTheRule() {
        try (RunningPipeline pipeline = start(
                "EchoHandler",
                "SELECT topic(2) AS id, aws_lambda('taker', {'fail': true}) AS answer FROM 'sensors/+'",
                TO_TABLE)) {
            pipeline.publish("sensors/7", "{}");

            Awaitility.await("the explanation")
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(pipeline.explainLast())
                            .contains("aws_lambda")
                            .contains("refused on purpose"));
            assertThat(pipeline.emulator().tables().items("things")).isEmpty();
        }
    }

    @Test
    void everythingWrongWithRulesIsToldWithItsPlace() {
        String template =
                template("EchoHandler", "SELECT * FROM 'a'", "[Lambda: {FunctionArn: taker, RoleArn: r}]") + """
                  Other:
                    Type: AWS::IoT::TopicRule
                    Properties:
                      RuleName: other
                      TopicRulePayload:
                        Sql: SELECT * FROM 'a'
                        Actions: [Kinesis: {StreamName: s, PartitionKey: '${tpic()}', RoleArn: r}]
                """;

        assertThatThrownBy(() -> RunningPipeline.start(directory, template).close())
                .isInstanceOf(StartException.class)
                .hasMessageContaining("template.yaml:30:")
                .hasMessageContaining("there is no parameter 'roleArn' here; there are: functionArn")
                .hasMessageContaining("template.yaml:43:58")
                .hasMessageContaining("there is no function tpic()");
    }

    private RunningPipeline start(String handler, String sql, String actions) {
        return RunningPipeline.start(directory, template(handler, "\"" + sql + "\"", actions));
    }

    private String template(String handler, String sql, String actions) {
        return HEAD.formatted(handler, HandlerFolder.create(directory)) + RULE.formatted(sql, actions);
    }

    private static List<Map<String, Object>> awaitItems(RunningPipeline pipeline) {
        return Awaitility.await("an item")
                .atMost(LIMIT)
                .until(() -> pipeline.emulator().tables().items("things"), items -> !items.isEmpty());
    }

    private static void awaitLog(RunningPipeline pipeline, String text) {
        Awaitility.await("a log line with " + text)
                .atMost(LIMIT)
                .until(() -> pipeline.emulator().functions().logs("taker", 100).stream()
                        .anyMatch(line -> line.contains(text)));
    }

    private static long ends(RunningPipeline pipeline) {
        return pipeline.emulator().functions().logs("taker", 100).stream()
                .filter(line -> line.startsWith("END"))
                .count();
    }
}
