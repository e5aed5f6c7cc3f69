package dev.penstock.analytics.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Schemas of samples that are not as one would wish them. */
class OddSamplesTest {
    private static List<Bytes> bytes(String... records) {
        return Stream.of(records).map(Bytes::utf8).toList();
    }

    private static List<String> columns(String... records) {
        return DiscoveredSchema.of(bytes(records)).columns().stream()
                .map(OddSamplesTest::told)
                .toList();
    }

    private static String told(ApplicationSpec.Column column) {
        return "%s %s %s".formatted(column.name(), column.sqlType(), column.mapping());
    }

    @Test
    void numberThatNoTypeHoldsIsLeftToItsRow() {
        List<Bytes> records = bytes("{\"n\":1e999999999}", "{\"n\":2}", "{\"n\":-1e-999999999}");

        DiscoveredSchema schema = DiscoveredSchema.of(records);

        assertThat(schema.columns()).extracting(OddSamplesTest::told).containsExactly("n DOUBLE $.n");
        assertThat(schema.parsed(records)).hasToString("[[null],[\"2.0\"],[\"-0.0\"]]");
    }

    @Test
    void recordWhoseExponentCannotBeReadIsPassedOver() {
        List<Bytes> records = bytes("{\"n\":1}", "{\"n\":1e9012345678}", "{\"n\":300}");

        DiscoveredSchema schema = DiscoveredSchema.of(records);

        assertThat(schema.columns()).extracting(OddSamplesTest::told).containsExactly("n SMALLINT $.n");
        assertThat(schema.parsed(records)).hasToString("[[\"1\"],[null],[\"300\"]]");
    }

    @Test
    void onlyUnreadableRecordsHaveNoSchema() {
        Assertions.assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> columns("{\"n\":1e9012345678}"))
                .withMessageContaining("neither JSON objects nor rows");
        Assertions.assertThatExceptionOfType(AwsException.class).isThrownBy(() -> columns(""));
        Assertions.assertThatExceptionOfType(AwsException.class).isThrownBy(() -> columns("[]"));
        Assertions.assertThatExceptionOfType(AwsException.class).isThrownBy(() -> columns("{}"));
        Assertions.assertThatExceptionOfType(AwsException.class).isThrownBy(() -> columns("42"));
    }

    @Test
    void differentTypesOfOneFieldBecomeText() {
        assertThat(columns("{\"a\":1,\"b\":true,\"c\":null}", "{\"a\":\"x\",\"b\":7,\"c\":null}", "{\"a\":false}"))
                .containsExactly("a VARCHAR(16) $.a", "b VARCHAR(4) $.b", "c VARCHAR(4) $.c");
    }

    @Test
    void nullsDoNotCountForTheType() {
        assertThat(columns("{\"a\":null,\"b\":null}", "{\"a\":5,\"b\":true}", "{\"b\":null}"))
                .containsExactly("a TINYINT $.a", "b BOOLEAN $.b");
    }

    @Test
    void wholeNumbersTakeTheSmallestType() {
        assertThat(columns("{\"a\":-128,\"b\":-129,\"c\":2147483648,\"d\":9223372036854775808,\"e\":1.10,\"f\":1e3}"))
                .containsExactly(
                        "a TINYINT $.a",
                        "b SMALLINT $.b",
                        "c BIGINT $.c",
                        "d DOUBLE $.d",
                        "e DECIMAL(3,2) $.e",
                        "f DOUBLE $.f");
    }

    @Test
    void namesAreDifferent() {
        assertThat(columns("{\"a-b\":1,\"ab@\":2,\"@a@b\":3,\"COL_ab\":4,\"x\":{\"COL_ab\":5},\"x_COL_ab\":6}"))
                .extracting(column -> column.split(" ")[0])
                .doesNotHaveDuplicates()
                .contains("COL_ab");
    }

    @Test
    void namesThatSqlReservesAreRenamed() {
        assertThat(columns("{\"value\":1,\"1st\":2,\"@@\":3,\"" + "n".repeat(101) + "\":4,\"naïve\":5}"))
                .extracting(column -> column.split(" ")[0])
                .containsExactly("COL_value", "COL_1st", "COL_2", "COL_" + "n".repeat(100), "COL_nave");
    }

    @Test
    void thousandColumnsAreTheMost() {
        String wide = IntStream.range(0, 1_200)
                .mapToObj("\"c%d\":1"::formatted)
                .reduce((one, other) -> one + ',' + other)
                .orElseThrow();

        assertThat(columns('{' + wide + '}')).hasSize(1_000);
    }

    @Test
    void arraysAndDepth() {
        assertThat(
                        columns(
                                "{\"l\":[],\"m\":[[1],[2]],\"a\":{\"b\":{\"c\":{\"d\":1}}},\"r\":[{\"x\":{\"y\":1},\"z\":[1]}]}"))
                .containsExactly(
                        "l VARCHAR(4) $.l[0:]",
                        "m VARCHAR(16) $.m[0:]",
                        "c VARCHAR(16) $.a.b.c",
                        "x VARCHAR(16) $.r[0:].x",
                        "z VARCHAR(4) $.r[0:].z");
    }

    @Test
    void documentsOfOneRecordAreOneSample() {
        assertThat(columns("{\"a\":1}{\"a\":1000}\n{\"b\":\"x\"}"))
                .containsExactly("a SMALLINT $.a", "b VARCHAR(4) $.b");
    }

    @Test
    void byteOrderMarkAndOtherLettersAreRead() {
        assertThat(columns("\uFEFF{\"temp\":1}")).containsExactly("temp TINYINT $.temp");
        assertThat(columns("{\"ort\":\"Zürich 温度\"}")).containsExactly("ort VARCHAR(16) $.ort");
    }

    @Test
    void headerOfCsvIsNullWhereItDoesNotFit() {
        List<Bytes> records = bytes("item,price\r\nAMZN,12.5\r\nGOOG,\r\n");

        DiscoveredSchema schema = DiscoveredSchema.of(records);

        assertThat(schema.format()).isInstanceOf(ApplicationSpec.RecordFormat.Csv.class);
        assertThat(schema.parsed(records)).hasToString("[[\"item\",null],[\"AMZN\",\"12.5\"],[\"GOOG\",null]]");
    }

    @Test
    void csvOfOddValues() {
        assertThat(columns("a|1|true|1e5\nbb|2|FALSE|2\n"))
                .containsExactly(
                        "COL_0 VARCHAR(4) null", "COL_1 TINYINT null", "COL_2 BOOLEAN null", "COL_3 DOUBLE null");
        assertThat(columns("x\t1e9012345678\ny\t1")).containsExactly("COL_0 VARCHAR(4) null", "COL_1 DOUBLE null");
    }
}
