package dev.penstock.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
