package dev.penstock.rules.local;

import static dev.penstock.rules.local.EngineFixture.action;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.rules.TopicRule.ActionSpec;
import dev.penstock.store.StoreFactory;
import dev.penstock.store.StoreSettings;
import dev.penstock.store.TableSpec;
import dev.penstock.store.Tables;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both dynamoDB actions against DynamoDB Local. */
class DynamoDbActionsIT {
    private static final Path LIBRARY = Path.of("..", "store", "dynamodb-local", "target", "dynamodb-local");
    private static final SystemTime TIME = new SystemTime();
    private static final Tables TABLES = StoreFactory.local(new StoreSettings(LIBRARY), TIME);

    private final EngineFixture fixture =
            new EngineFixture(EngineFixture.settings(2, 256), targets -> targets.withTables(TABLES));
    private int published;

    @BeforeAll
    static void start() {
        TABLES.start();
    }

    @AfterAll
    static void stop() {
        TABLES.close();
        TIME.close();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void nestedPayloadIsStoredTyped() {
        table("nested", "S", null);
        fixture.rule("r", "SELECT * FROM 'a'", v2("nested"));

        publish(
                "{\"id\":\"x\",\"n\":0.1234567890123456789012345678901234567,\"list\":[1,{\"a\":null}],\"map\":{\"b\":[]}}");

        Map<String, Object> item = TABLES.items("nested").get(0);
        assertThat(item)
                .containsEntry("id", "x")
                .containsEntry("n", new BigDecimal("0.1234567890123456789012345678901234567"))
                .containsEntry("map", Map.of("b", List.of()));
        assertThat(item.get("list")).hasToString("[1, {a=null}]");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"other\":\"x\"} | ValidationException",
                "{\"id\":5} | ValidationException",
                "{\"id\":\"\"} | ValidationException",
                "{\"id\":null} | ValidationException",
                "{\"id\":\"x\",\"n\":1e200} | ValidationException"
            })
    void payloadThatTheTableRefusesFailsTheAction(String payload, String code) {
        table("refusing", "S", null);
        fixture.rule("r", "SELECT * FROM 'a'", v2("refusing"));

        publish(payload);

        assertThat(fixture.explain(0)).contains("1 dynamoDBv2 failed: " + code);
        assertThat(TABLES.items("refusing")).isEmpty();
    }

    @Test
    void missingTableFailsTheAction() {
        fixture.rule("r", "SELECT * FROM 'a'", v2("nowhere"));

        publish("{\"id\":\"x\"}");

        assertThat(fixture.explain(0)).contains("1 dynamoDBv2 failed: ResourceNotFoundException");
    }

    @Test
    void payloadColumnIsInsertedUpdatedAndDeleted() {
        table("column", "S", new TableSpec.Key("at", "N"));
        fixture.rule(
                "r",
                "SELECT VALUE body FROM 'a'",
                action(
                        "dynamoDB",
                        "{'tableName':'column','hashKeyField':'id','hashKeyValue':'${clientid()}','rangeKeyField':'at',"
                                + "'rangeKeyValue':'${at}','rangeKeyType':'NUMBER','operation':'${op}',"
                                + "'payloadField':'${field}'}"));

        publish("{\"at\":1,\"op\":\"INSERT\",\"field\":\"p\",\"body\":{\"n\":[1]}}");
        publish("{\"at\":1,\"op\":\"UPDATE\",\"field\":\"q\",\"body\":\"text\"}");
        publish("{\"at\":2,\"op\":\"UPDATE\",\"field\":\"p\",\"body\":2}");
        publish("{\"at\":3,\"op\":\"INSERT\",\"field\":\"p\",\"body\":3}");
        publish("{\"at\":3,\"op\":\"INSERT\",\"field\":\"q\",\"body\":4}");
        publish("{\"at\":2,\"op\":\"DELETE\",\"field\":\"p\",\"body\":0}");

        assertThat(TABLES.items("column"))
                .containsExactlyInAnyOrder(
                        Map.of(
                                "id",
                                "device",
                                "at",
                                BigDecimal.ONE,
                                "p",
                                Map.of("n", List.of(BigDecimal.ONE)),
                                "q",
                                "text"),
                        Map.of("id", "device", "at", new BigDecimal(3), "q", new BigDecimal(4)));
    }

    @Test
    void binaryPayloadIsStoredAsItCame() {
        table("binary", "N", null);
        fixture.rule(
                "r",
                "SELECT * FROM 'a'",
                action(
                        "dynamoDB",
                        "{'tableName':'binary','hashKeyField':'id','hashKeyValue':'7','hashKeyType':'NUMBER'}"));

        publish("\u0000\u0001not JSON");

        assertThat(TABLES.items("binary"))
                .containsExactly(Map.of("id", new BigDecimal(7), "payload", Bytes.utf8("\u0000\u0001not JSON")));
    }

    @Test
    void messagesOfOneClientArriveInOrder() {
        table("ordered", "S", null);
        fixture.rule("r", "SELECT * FROM 'a'", v2("ordered"));

        for (int i = 1; i <= 200; i++) {
            fixture.broker.publish("a", "{\"id\":\"x\",\"n\":%d}".formatted(i), "device");
        }
        awaitActions(200);

        assertThat(TABLES.items("ordered")).containsExactly(Map.of("id", "x", "n", new BigDecimal(200)));
    }

    private static void table(String name, String type, TableSpec.@Nullable Key range) {
        TABLES.create(new TableSpec(name, new TableSpec.Key("id", type), range, 0, 0));
    }

    private static ActionSpec v2(String table) {
        return action("dynamoDBv2", "{'putItem':{'tableName':'%s'}}".formatted(table));
    }

    private void publish(String payload) {
        fixture.broker.publish("a", payload, "device").toCompletableFuture().join();
        published++;
        awaitActions(published);
    }

    private void awaitActions(int count) {
        Awaitility.await("%d actions ended".formatted(count))
                .atMost(Duration.ofSeconds(60))
                .until(() -> fixture.count("r").actionsSucceeded()
                                + fixture.count("r").actionsFailed()
                        == count);
    }
}
