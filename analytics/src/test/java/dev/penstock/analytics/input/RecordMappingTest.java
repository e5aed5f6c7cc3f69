package dev.penstock.analytics.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.type.Assignment;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.StartingPosition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordMappingTest {

    @ParameterizedTest
    @ValueSource(strings = {"$", "$.r"})
    void numberWithAnExponentThatNoDecimalHasIsAnErrorOfTheRecord(String rowPath) {
        RecordMapping mapping = mapping(rowPath, column("c", "DOUBLE", "$.c"));

        Found found = read(mapping, "{\"r\":{\"c\":1e9012345678},\"c\":1e9012345678}");

        assertThat(found.rows).isEmpty();
        assertThat(found.failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("a number that cannot be read"));
    }

    /** The table of the developer guide: a JSON value, a column type, and the column's value. */
    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null | INTEGER | NULL",
                "true | INTEGER | 1",
                "false | DOUBLE | 0.0",
                "true | DECIMAL(3,1) | 1.0",
                "true | BOOLEAN | true",
                "true | VARCHAR(3) | tru",
                "true | TIMESTAMP | error",
                "123 | TINYINT | 123",
                "128 | TINYINT | error",
                "123.0 | INTEGER | 123",
                "123.4 | INTEGER | error",
                "1e3 | SMALLINT | 1000",
                "1e99 | BIGINT | error",
                "1e-999999999 | DOUBLE | 0.0",
                "1e-999999999 | DECIMAL(5,2) | error",
                "1e999999999 | DOUBLE | error",
                "1e39 | REAL | error",
                "9223372036854775808 | BIGINT | error",
                "12.3 | DECIMAL(4,2) | 12.30",
                "12.345 | DECIMAL(4,2) | error",
                "123.4 | DECIMAL(4,2) | error",
                "0 | BOOLEAN | false",
                "-0.5 | BOOLEAN | true",
                "67321 | VARCHAR(8) | 67321",
                "1.50 | VARCHAR(8) | 1.50",
                "5 | DATE | error",
                "\"12\" | INTEGER | 12",
                "\" 12 \" | INTEGER | 12",
                "\"12.5\" | INTEGER | error",
                "\"abc\" | DOUBLE | error",
                "\"NaN\" | DOUBLE | error",
                "\"0x1p3\" | DOUBLE | error",
                "\"True\" | BOOLEAN | true",
                "\"1\" | BOOLEAN | false",
                "\"abcdef\" | VARCHAR(4) | abcd",
                "\"ab\" | CHAR(4) | ab  ",
                "\"1992-02-14\" | DATE | 1992-02-14",
                "\"1992-02-14 18:35:44.0\" | DATE | 1992-02-14",
                "\"1992-02-14 18:35:44.0\" | TIMESTAMP | 1992-02-14 18:35:44.000",
                "\"1992-02-14T18:35:44.123456\" | TIMESTAMP | 1992-02-14 18:35:44.123",
                "\"1992-02-14T18:35:44Z\" | TIMESTAMP | 1992-02-14 18:35:44.000",
                "\"1992-02-30 18:35:44\" | TIMESTAMP | error",
                "\"1992-02-14T18:35:44+02:00\" | TIMESTAMP | error",
                "[1,\"a\"] | VARCHAR(16) | [1,\"a\"]",
                "{\"x\":1} | VARCHAR(16) | {\"x\":1}",
                "[1] | INTEGER | error",
                "{} | TIMESTAMP | error"
            },
            ignoreLeadingAndTrailingWhitespace = false)
    void coercesAsTheGuideSays(String json, String type, String expected) {
        RecordMapping mapping = mapping("$", column("c", type.strip(), "$.c"));

        Found found = read(mapping, "{\"c\":%s}".formatted(json));

        if (expected.strip().equals("error")) {
            assertThat(found.rows).isEmpty();
            assertThat(found.failures)
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.kind()).isEqualTo(RowFailure.Kind.CODE_CONVERSION_ERROR));
        } else {
            Object value = found.rows.get(0).get(0);
            var target = mapping.schema().columns().get(0).type();
            assertThat(value == null ? "NULL" : Assignment.text(value, target)).isEqualTo(expected.substring(1));
        }
    }

    @Test
    void nestedAndMissingElements() {
        RecordMapping mapping = mapping("$", column("x", "INTEGER", "$.a.b.c"), column("y", "INTEGER", "$.a.none.c"));

        Found found = read(mapping, "{\"a\":{\"b\":{\"c\":7},\"none\":5}}");

        assertThat(found.rows).containsExactly(Arrays.asList(7, null));
    }

    @Test
    void severalDocumentsUpToTheFirstThatCannotBeRead() {
        RecordMapping mapping = mapping("$", column("v", "INTEGER", "$.v"));

        Found found = read(mapping, "{\"v\":1}{\"v\":2}\n\n{\"v\":\"x\"} {\"v\":4} {\"v\":");

        assertThat(found.rows).containsExactly(List.of(1), List.of(2), List.of(4));
        assertThat(found.failures)
                .extracting(RowFailure::kind)
                .containsExactly(RowFailure.Kind.CODE_CONVERSION_ERROR, RowFailure.Kind.UNPARSEABLE_RECORD);
    }

    @Test
    void rowPathToAnArrayGivesARowForEachElement() {
        RecordMapping mapping = mapping("$.readings[0:]", column("v", "INTEGER", "$.v"));

        Found found = read(mapping, "{\"readings\":[{\"v\":1},{\"v\":2}]}");
        Found missing = read(mapping, "{\"v\":1}");

        assertThat(found.rows).containsExactly(List.of(1), List.of(2));
        assertThat(missing.failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessage("the record has no JSON array at the row path"));
    }

    @Test
    void topLevelArrayIsNoRow() {
        RecordMapping mapping = mapping("$", column("v", "INTEGER", "$.v"));

        Found found = read(mapping, "[{\"v\":1},{\"v\":2}]");

        assertThat(found.rows).isEmpty();
        assertThat(found.failures).hasSize(1);
    }

    @Test
    void columnPathsFlattenOneArrayAndRepeatTheOthers() {
        RecordMapping mapping = mapping(
                "$",
                column("cust", "VARCHAR(8)", "$.cust"),
                column("id", "INTEGER", "$.orders[0:].id"),
                column("all", "VARCHAR(40)", "$.orders[0:]"));

        Found found = read(mapping, "{\"cust\":\"Jo\",\"orders\":[{\"id\":1},{}]}");
        Found empty = read(mapping, "{\"cust\":\"Jo\"}");

        assertThat(found.rows)
                .containsExactly(
                        Arrays.asList("Jo", 1, "[{\"id\":1},{}]"), Arrays.asList("Jo", null, "[{\"id\":1},{}]"));
        assertThat(empty.rows).containsExactly(Arrays.asList("Jo", null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "$a", "$..a", "$.a[1]", "$.a[*].b", "$.a[0:][0:]", "$['a']", "$.a[0:].b[0:]", ""})
    void otherPathsAreRefusedByName(String path) {
        assertThatThrownBy(() -> mapping("$", column("v", "INTEGER", path)))
                .isInstanceOf(AwsException.class)
                .hasMessageContaining("the JSON path '%s' is not supported".formatted(path));
    }

    @Test
    void schemasThatCannotBeReadAreRefused() {
        assertThatThrownBy(() -> mapping("$", new ApplicationSpec.Column("v", "INTEGER", null)))
                .hasMessageContaining("JSON needs a path such as $.v");
        assertThatThrownBy(() -> mapping("$", column("v", "BLOB", "$.v")))
                .hasMessageContaining("type BLOB is not supported");
        assertThatThrownBy(() -> mapping("$", column("v", "INTEGER", "$.v"), column("v", "INTEGER", "$.w")))
                .hasMessageContaining("declared twice");
        assertThatThrownBy(() -> mapping("$", column("SHARD_ID", "INTEGER", "$.v")))
                .hasMessageContaining("or the service adds it");
        assertThatThrownBy(() -> mapping("$", column("ROWTIME", "INTEGER", "$.v")))
                .hasMessageContaining("ROWTIME");
        assertThatThrownBy(() -> mapping("$", column("v", "INTEGER", "$.a[0:].v"), column("w", "INTEGER", "$.b[0:].w")))
                .hasMessageContaining("only one array can be flattened");
    }

    private static ApplicationSpec.Column column(String name, String type, String path) {
        return new ApplicationSpec.Column(name, type, path);
    }

    private static RecordMapping mapping(String rowPath, ApplicationSpec.Column... columns) {
        return RecordMapping.of(
                new ApplicationSpec.Input("S", "stream", new StartingPosition.Latest(), rowPath, List.of(columns)));
    }

    private static Found read(RecordMapping mapping, String record) {
        Found found = new Found();
        mapping.read(Bytes.utf8(record), found);
        return found;
    }

    /** The columns of the schema, without those of the service. */
    private static final class Found implements RecordMapping.Rows {
        private final List<List<@Nullable Object>> rows = new ArrayList<>();
        private final List<RowFailure> failures = new ArrayList<>();

        @Override
        public void row(@Nullable Object[] values) {
            rows.add(Arrays.asList(values).subList(1, values.length - RecordMapping.SERVICE_COLUMNS.size()));
        }

        @Override
        public void failed(RowFailure failure) {
            failures.add(failure);
        }
    }
}
