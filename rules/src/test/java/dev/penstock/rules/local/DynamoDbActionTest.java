package dev.penstock.rules.local;

import static dev.penstock.rules.local.EngineFixture.action;
import static dev.penstock.rules.local.EngineFixture.kinesis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.TopicRule;
import dev.penstock.rules.TopicRule.ActionSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both dynamoDB actions: what they send, against tables that keep it. */
class DynamoDbActionTest {
    private static final ActionSpec V2 = action("dynamoDBv2", "{'putItem':{'tableName':'t'},'roleArn':'r'}");

    private final ControlledTables tables = new ControlledTables();
    private final EngineFixture fixture =
            new EngineFixture(EngineFixture.settings(2, 256), targets -> targets.withTables(tables));

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void eachMemberBecomesAnAttributeOfItsType() {
        fixture.rule("r", "SELECT * FROM 'a'", V2);

        publish("{\"id\":\"x\",\"n\":12.50,\"big\":12345678901234567890123,\"yes\":true,\"no\":null,"
                + "\"list\":[1,[\"deep\"],null],\"map\":{\"inner\":{}}}");

        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", "x");
        item.put("n", new BigDecimal("12.50"));
        item.put("big", new BigDecimal("12345678901234567890123"));
        item.put("yes", true);
        item.put("no", null);
        item.put("list", Arrays.asList(BigDecimal.ONE, List.of("deep"), null));
        item.put("map", Map.of("inner", Map.of()));
        assertThat(tables.requests()).containsExactly(new ControlledTables.Request("put", "t", Map.of(), item));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[1]", "1", "text", "\"text\"", "null"})
    void payloadThatIsNoObjectFailsTheActionOfVersionTwo(String payload) {
        fixture.engine.create(
                new TopicRule("r", "SELECT * FROM 'a'", EngineFixture.V2, false, List.of(V2), kinesis("errors", "k")));

        publish(payload);

        assertThat(tables.requests()).isEmpty();
        assertThat(fixture.streams.data())
                .singleElement()
                .asString()
                .contains("\"failedAction\":\"DynamoAction\",\"failedResource\":\"t\"")
                .contains("ValidationException: the payload is not a JSON object");
    }

    @Test
    void explanationShowsTheItemAsItIsSent() {
        fixture.rule("r", "SELECT * FROM 'a'", V2);

        publish("{\"id\":\"x\",\"list\":[1,null,true]}");

        assertThat(fixture.explain(0))
                .contains("{\"id\":{\"S\":\"x\"},\"list\":{\"L\":[{\"N\":\"1\"},{\"NULL\":true},{\"BOOL\":true}]}}");
    }

    @Test
    void throttlingIsTriedAgainAndOtherRefusalsAreNot() {
        fixture.rule("r", "SELECT * FROM 'a'", V2);
        tables.failNext(new AwsException("ProvisionedThroughputExceededException", 400, "slow down"));
        tables.failNext(AwsException.validation("Missing the key id"));

        publish("{\"id\":\"x\"}");
        fixture.time.advance(Duration.ofSeconds(1));

        assertThat(tables.requests()).hasSize(2);
        assertThat(fixture.explain(0)).contains("ValidationException: Missing the key id");
    }

    @Test
    void wholePayloadGoesIntoOneAttributeAsANativeValue() {
        fixture.rule("r", "SELECT * FROM 'a'", dynamoDb(""));

        publish("{\"n\":1,\"list\":[\"x\"]}");

        assertThat(tables.requests())
                .containsExactly(new ControlledTables.Request(
                        "put",
                        "t",
                        Map.of(),
                        Map.of("id", "device", "payload", Map.of("n", BigDecimal.ONE, "list", List.of("x")))));
    }

    @Test
    void payloadThatIsNotJsonIsBinary() {
        fixture.rule("r", "SELECT * FROM 'a'", dynamoDb(",'payloadField':'raw_${topic()}'"));

        publish("not JSON");

        assertThat(tables.requests())
                .containsExactly(new ControlledTables.Request(
                        "put", "t", Map.of(), Map.of("id", "device", "raw_a", Bytes.utf8("not JSON"))));
        assertThat(fixture.explain(0)).contains("isPayloadJSON", "false", "{\"B\":\"bm90IEpTT04=\"}");
    }

    @Test
    void rangeKeyMayBeANumber() {
        fixture.rule(
                "r",
                "SELECT * FROM 'a'",
                dynamoDb(",'rangeKeyField':'at','rangeKeyValue':'${at}','rangeKeyType':'NUMBER'"));

        publish("{\"at\":12345678901234567890}");

        assertThat(tables.requests())
                .singleElement()
                .satisfies(request ->
                        assertThat(request.values().get("at")).isEqualTo(new BigDecimal("12345678901234567890")));
    }

    @Test
    void operationComesFromTheMessage() {
        fixture.rule("r", "SELECT n FROM 'a'", dynamoDb(",'operation':'${op}'"));

        publish("{\"op\":\"UPDATE\",\"n\":1}");
        publish("{\"op\":\"DELETE\",\"n\":1}");
        publish("{\"op\":\"INSERT\",\"n\":1}");
        publish("{\"op\":\"insert\",\"n\":1}");

        Map<String, Object> key = Map.of("id", "device");
        Map<String, Object> payload = Map.of("payload", Map.of("n", BigDecimal.ONE));
        assertThat(tables.requests())
                .containsExactly(
                        new ControlledTables.Request("update", "t", key, payload),
                        new ControlledTables.Request("delete", "t", key, Map.of()),
                        new ControlledTables.Request(
                                "put", "t", Map.of(), Map.of("id", "device", "payload", Map.of("n", BigDecimal.ONE))));
        assertThat(fixture.explain(3))
                .contains("InvalidRequestException: operation: 'insert' is none of INSERT, UPDATE, DELETE");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ",'hashKeyType':'NUMBER' | ValidationException: The parameter cannot be converted to a numeric value: device",
                ",'hashKeyType':'${t}' | InvalidRequestException: hashKeyType: '' is none of STRING, NUMBER",
                ",'payloadField':'id' | ValidationException: the payload cannot go into 'id', which is an attribute of the key"
            })
    void messageThatMakesNoRequestFails(String more, String message) {
        fixture.rule("r", "SELECT * FROM 'a'", dynamoDb(more));

        publish("{}");

        assertThat(tables.requests()).isEmpty();
        assertThat(fixture.explain(0)).contains(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "dynamoDBv2 | {'roleArn':'r'} | dynamoDBv2.putItem: the parameter is missing",
                "dynamoDBv2 | {'putItem':{}} | dynamoDBv2.putItem: the parameter 'tableName' is missing",
                "dynamoDBv2 | {'putItem':{'tableName':'t','item':{}}} | dynamoDBv2.putItem.item: there is no parameter 'item'"
                        + " here; there are: tableName.",
                "dynamoDB | {'tableName':'t','hashKeyValue':'v'} | dynamoDB: the parameter 'hashKeyField' is missing",
                "dynamoDB | {'tableName':'t','hashKeyField':'k','hashKeyValue':'v','hashKeyType':'STR'}"
                        + " | dynamoDB.hashKeyType: 'STR' is none of STRING, NUMBER",
                "dynamoDB | {'tableName':'t','hashKeyField':'k','hashKeyValue':'v','operation':'UPSERT'}"
                        + " | dynamoDB.operation: 'UPSERT' is none of INSERT, UPDATE, DELETE",
                "dynamoDB | {'tableName':'t','hashKeyField':'k','hashKeyValue':'v','rangeKeyField':'r'}"
                        + " | dynamoDB.rangeKeyValue: a range key has both rangeKeyField and rangeKeyValue",
                "dynamoDB | {'tableName':'t','hashKeyField':'k','hashKeyValue':'v','rangeKeyType':'NUMBER'}"
                        + " | dynamoDB.rangeKeyType: it belongs to rangeKeyField and rangeKeyValue, which are missing"
            })
    void ruleThatCannotWorkIsRefused(String kind, String parameters, String message) {
        AwsException error = catchThrowableOfType(
                AwsException.class, () -> fixture.rule("r", "SELECT * FROM 'a'", action(kind, parameters)));

        assertThat(error.code()).isEqualTo("InvalidRequestException");
        assertThat(error).hasMessage("rule r: actions[0]." + message);
    }

    /** @param more further parameters */
    private static ActionSpec dynamoDb(String more) {
        return action(
                "dynamoDB", "{'tableName':'t','hashKeyField':'id','hashKeyValue':'${clientid()}'%s}".formatted(more));
    }

    private void publish(String payload) {
        fixture.broker.publish("a", payload, "device").toCompletableFuture().join();
        fixture.time.settle();
    }
}
