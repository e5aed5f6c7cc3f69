package dev.penstock.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;

class LocalTablesIT {
    private static final TableSpec.Key ID = new TableSpec.Key("id", "S");
    private static final SystemTime TIME = new SystemTime();
    private static final Tables TABLES = StoreFactory.local(new StoreSettings(LocalFolder.PATH), TIME);
    private static DynamoDbClient client;

    @BeforeAll
    static void start() {
        TABLES.start();
        client = SdkClient.at(TABLES.endpoint());
    }

    @AfterAll
    static void close() {
        client.close();
        TABLES.close();
        TIME.close();
    }

    @Test
    void endpointIsOnTheLoopbackAddress() {
        URI endpoint = TABLES.endpoint();

        assertThat(endpoint.getHost()).isEqualTo("127.0.0.1");
        assertThat(endpoint.getPort()).isPositive();
    }

    @Test
    void createdTableHasKeysAndUnits() {
        TABLES.create(new TableSpec("keyed", ID, new TableSpec.Key("at", "N"), 3, 4));

        var table = client.describeTable(request -> request.tableName("keyed")).table();
        assertThat(table.keySchema()).extracting(key -> key.attributeName()).containsExactly("id", "at");
        assertThat(table.provisionedThroughput().readCapacityUnits()).isEqualTo(3);
        assertThat(table.provisionedThroughput().writeCapacityUnits()).isEqualTo(4);
    }

    @Test
    void tableWithoutUnitsIsBilledPerRequest() {
        TABLES.create(new TableSpec("per-request", ID, null, 0, 0));

        var table = client.describeTable(request -> request.tableName("per-request"))
                .table();
        assertThat(table.billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
    }

    @Test
    void creatingTheSameTableAgainKeepsItsItems() {
        TableSpec spec = new TableSpec("again", ID, null, 0, 0);
        TABLES.create(spec);
        put("again", Map.of("id", AttributeValue.fromS("kept")));

        TABLES.create(spec);

        assertThat(TABLES.count("again")).isEqualTo(1);
    }

    @Test
    void creatingATableWithAnotherKeyIsRefusedWithBothKeys() {
        TABLES.create(new TableSpec("other-key", ID, null, 0, 0));

        TableSpec asked = new TableSpec("other-key", ID, new TableSpec.Key("at", "N"), 0, 0);
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> TABLES.create(asked))
                .withMessageContaining("other-key")
                .withMessageContaining("id (S, HASH), at (N, RANGE)")
                .extracting(AwsException::code)
                .isEqualTo("ResourceInUseException");
    }

    @Test
    void namesAreSorted() {
        TABLES.create(new TableSpec("sorted-b", ID, null, 0, 0));
        TABLES.create(new TableSpec("sorted-a", ID, null, 0, 0));

        assertThat(TABLES.names()).isSorted().contains("sorted-a", "sorted-b");
    }

    @Test
    void countGoesThroughAllPagesOfAScan() {
        TABLES.create(new TableSpec("pages", ID, null, 0, 0));
        String padding = "x".repeat(350_000);
        for (int i = 0; i < 8; i++) {
            put("pages", Map.of("id", AttributeValue.fromS("n" + i), "padding", AttributeValue.fromS(padding)));
        }

        assertThat(TABLES.count("pages")).isEqualTo(8);
        assertThat(TABLES.items("pages")).hasSize(8);
    }

    @Test
    void itemsArePlainValues() {
        TABLES.create(new TableSpec("plain", ID, null, 0, 0));
        put(
                "plain",
                Map.of(
                        "id", AttributeValue.fromS("one"),
                        "number", AttributeValue.fromN("12.50"),
                        "yes", AttributeValue.fromBool(true),
                        "bytes", AttributeValue.fromB(SdkBytes.fromUtf8String("raw")),
                        "texts", AttributeValue.fromSs(List.of("a", "b")),
                        "list", AttributeValue.fromL(List.of(AttributeValue.fromNul(true), AttributeValue.fromN("1"))),
                        "map", AttributeValue.fromM(Map.of("inner", AttributeValue.fromS("deep")))));

        Map<String, Object> item = TABLES.items("plain").get(0);

        assertThat(item)
                .containsEntry("id", "one")
                .containsEntry("number", new BigDecimal("12.5"))
                .containsEntry("yes", true)
                .containsEntry("bytes", Bytes.utf8("raw"))
                .containsEntry("texts", Set.of("a", "b"))
                .containsEntry("map", Map.of("inner", "deep"));
        assertThat((List<?>) item.get("list")).hasSize(2).first().isNull();
    }

    @Test
    void itemThatIsPutComesBackUnchanged() {
        TABLES.create(new TableSpec("put", ID, new TableSpec.Key("at", "N"), 0, 0));
        Map<String, Object> key = Map.of("id", "one", "at", new BigDecimal("12345678901234567890.123456789012345678"));
        Map<String, Object> item = new HashMap<>(key);
        item.put("nothing", null);
        item.put("yes", true);
        item.put("bytes", Bytes.utf8("raw"));
        item.put("empty", "");
        item.put("deep", Map.of("list", List.of(new BigDecimal("-1.5E-120"), Map.of("a", List.of()), "x")));
        item.put("texts", Set.of("a", "b"));
        item.put("numbers", Set.of(new BigDecimal("1"), new BigDecimal("2.5")));

        TABLES.put("put", item).toCompletableFuture().join();

        assertThat(TABLES.item("put", key).toCompletableFuture().join()).contains(item);
        assertThat(TIME.inFlight().awaitSettled(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void updateSetsWhatItNamesAndMakesTheItemWhenThereIsNone() {
        TABLES.create(new TableSpec("update", ID, null, 0, 0));
        Map<String, Object> key = Map.of("id", "one");

        TABLES.update("update", key, Map.of("name", "a", "size", BigDecimal.ONE))
                .toCompletableFuture()
                .join();
        TABLES.update("update", key, Map.of("name", "b")).toCompletableFuture().join();

        assertThat(TABLES.items("update")).containsExactly(Map.of("id", "one", "name", "b", "size", BigDecimal.ONE));
    }

    @Test
    void deletedItemIsGone() {
        TABLES.create(new TableSpec("delete", ID, null, 0, 0));
        Map<String, Object> key = Map.of("id", "one");
        TABLES.put("delete", key).toCompletableFuture().join();

        TABLES.delete("delete", key).toCompletableFuture().join();
        TABLES.delete("delete", key).toCompletableFuture().join();

        assertThat(TABLES.item("delete", key).toCompletableFuture().join()).isEmpty();
    }

    @Test
    void itemThatDynamoDbRefusesFailsWithItsErrorCode() {
        TABLES.create(new TableSpec("refused", ID, null, 0, 0));

        assertFails(TABLES.put("refused", Map.of("other", "x")), "ValidationException", "required keys");
        assertFails(TABLES.put("refused", Map.of("id", BigDecimal.ONE)), "ValidationException", "Type mismatch");
        assertFails(TABLES.put("refused", Map.of("id", "")), "ValidationException", "empty");
        assertFails(
                TABLES.put("refused", Map.of("id", "x", "n", new BigDecimal("9".repeat(39)))),
                "ValidationException",
                "38");
        assertFails(TABLES.put("nowhere", Map.of("id", "x")), "ResourceNotFoundException", "table");
    }

    private static void assertFails(CompletionStage<?> call, String code, String message) {
        assertThat(call)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        AwsException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code))
                .withMessageContaining(message);
    }

    @Test
    void missingTableIsResourceNotFound() {
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> TABLES.count("nowhere"))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("ResourceNotFoundException");
                    assertThat(refusal.httpStatus()).isEqualTo(400);
                });
    }

    private static void put(String table, Map<String, AttributeValue> item) {
        client.putItem(request -> request.tableName(table).item(item));
    }
}
