package dev.penstock.analytics.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.sql.TypeParser;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.type.TypeKind;
import dev.penstock.platform.data.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records read from their bytes give what Jackson's parser gives, and what is no JSON is left to it. */
class FlatRecordsTest {
    private static final String[] VALUES = {
        "0",
        "-0",
        "7",
        "-12",
        "300",
        "70000",
        "4294967296",
        "123456789012345678",
        "1234567890123456789",
        "9223372036854775808",
        "00",
        "01",
        "-",
        "1.",
        ".5",
        "0.5",
        "-0.0",
        "0.1",
        "20.125",
        "100.0",
        "4503599627370497",
        "0.30000000000000004",
        "1234567.12345678901",
        "1e3",
        "-2.5E-3",
        "1e400",
        "NaN",
        "true",
        "false",
        "null",
        "nul",
        "truex",
        "\"\"",
        "\"x\"",
        "\"12\"",
        "\" 1.5 \"",
        "\"TRUE\"",
        "\"2024-01-02\"",
        "\"2024-01-02 03:04:05.678\"",
        "\"2024-01-02T03:04:05Z\"",
        "\"AQID\"",
        "\"a longer text\"",
        "\"with \\\"escapes\\\" \\u0041\"",
        "\"gr\u00fc\u00df \u20ac \ud83d\ude00\"",
        "\"open",
        "'single'",
        "{}",
        "[]",
        "[1, 2.5,\"x\",[true,null],{\"a\":1}]",
        "{ \"a\" : {\"b\":[]}, \"c\":\"d\"}",
        "[1,]",
        "{\"a\"}",
        "[1"
    };
    private static final String[] NAMES = {"a", "b", "c", "d", "other", "", "a\\u0062", "\u00fc"};
    private static final String ODD = "{}[]\",:.-+eE0179 \n\t\\ut\u0000\u0001\u007f/*'";
    private static final String[] TYPES = {
        "BOOLEAN",
        "TINYINT",
        "SMALLINT",
        "INTEGER",
        "BIGINT",
        "DECIMAL(6,2)",
        "REAL",
        "DOUBLE",
        "CHAR(3)",
        "VARCHAR(4)",
        "BINARY(2)",
        "VARBINARY(4)",
        "DATE",
        "TIME",
        "TIMESTAMP"
    };

    private final Random random = new Random(11);

    @Test
    void recordGivesWhatTheParserGives() {
        JsonRecords mapping = mapping();
        int rows = 0;
        for (int i = 0; i < 60_000; i++) {
            mapping = i % 50 == 0 ? mapping() : mapping;
            byte[] record = record();
            Bytes part = Bytes.wrap(record, 3, record.length - 5);

            List<String> read = read(mapping::read, part);

            assertThat(read).as(part.utf8()).isEqualTo(read(mapping::parsed, part));
            rows += read.get(0).startsWith("[") ? 1 : 0;
        }
        assertThat(rows).isBetween(5_000, 55_000);
    }

    @Test
    void numbersOfUpToEighteenDigitsAreThoseOfTheParser() {
        JsonRecords mapping = mapping("DOUBLE", "REAL", "DECIMAL(19,5)", "BIGINT");
        for (int i = 0; i < 100_000; i++) {
            String digits = Long.toString(random.nextLong() >>> random.nextInt(Long.SIZE));
            int point = random.nextInt(digits.length() + 1);
            String number = (random.nextBoolean() ? "-" : "")
                    + (point == 0 ? "0" : digits.substring(0, point))
                    + (point == digits.length() ? "" : "." + digits.substring(point));
            Bytes record = Bytes.utf8("{\"%s\":%s}".formatted("abcd".charAt(i % 4), number));

            assertThat(read(mapping::read, record)).as(number).isEqualTo(read(mapping::parsed, record));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " { } \r\n",
                "{\"b\":1.5,\"a\":\"x\"}",
                "{\"a\":\"x\",\"b\":1,\"b\":2}",
                "\t{ \"n\" : {\"m\":[1,{}, [ ] ,\"y\"]} , \"a\" : null }\n"
            })
    void usualRecordIsReadFromItsBytes(String record) {
        assertThat(flat().read(Bytes.utf8(record))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}{}",
                "[]",
                "{\"a\":\"\\n\"}",
                "{\"a\":\"\u00fc\"}",
                "{\"b\":1e3}",
                "{\"b\":\"no number\"}",
                "{\"b\":{}}",
                "{\"n\":1e3}",
                "{\"a\":\"x\",}",
                "{\"a\":\"x\"},"
            })
    void unusualRecordIsLeftToTheParser(String record) {
        assertThat(flat().read(Bytes.utf8(record))).isNull();
    }

    @Test
    void recordsOfAnotherOrderAndOtherFieldsAreReadAlike() {
        FlatRecords flat = flat();

        assertThat(flat.read(Bytes.utf8("{\"a\":\"x\",\"b\":1}"))).containsExactly(null, "x", 1.0);
        assertThat(flat.read(Bytes.utf8("{\"b\":2,\"a\":\"y\"}"))).containsExactly(null, "y", 2.0);
        assertThat(flat.read(Bytes.utf8("{\"aa\":\"z\",\"b\":3}"))).containsExactly(null, null, 3.0);
        assertThat(flat.read(Bytes.utf8("{\"a\":\"x\",\"b\":4}"))).containsExactly(null, "x", 4.0);
    }

    private static FlatRecords flat() {
        return new FlatRecords(
                Map.of("a", new int[] {0}, "b", new int[] {1}),
                new ColumnType[] {ColumnType.varchar(8), ColumnType.of(TypeKind.DOUBLE)});
    }

    private JsonRecords mapping() {
        return mapping(pick(TYPES), pick(TYPES), pick(TYPES), pick(TYPES));
    }

    /** Two columns take field a. */
    private static JsonRecords mapping(String a, String b, String c, String d) {
        List<ApplicationSpec.Column> columns = List.of(
                new ApplicationSpec.Column("A", a, "$.a"),
                new ApplicationSpec.Column("B", b, "$.b"),
                new ApplicationSpec.Column("C", c, "$.c"),
                new ApplicationSpec.Column("D", d, "$.d"),
                new ApplicationSpec.Column("A2", b, "$.a"));
        StreamSchema schema = new StreamSchema(
                "IN",
                columns.stream()
                        .map(column -> StreamColumn.nullable(column.name(), TypeParser.parse(column.sqlType())))
                        .toList());
        return new JsonRecords(schema, "$", columns);
    }

    /** Mostly JSON, three bytes before and two behind it that are none of its. */
    private byte[] record() {
        StringBuilder json = new StringBuilder("}}}");
        space(json).append('{');
        int fields = random.nextInt(6);
        for (int i = 0; i < fields; i++) {
            space(json).append(i == 0 ? "" : ",");
            space(json).append('"').append(random.nextInt(8) > 0 ? NAMES[random.nextInt(5)] : pick(NAMES));
            space(json.append('"')).append(':');
            space(json).append(random.nextInt(20) > 0 ? VALUES[random.nextInt(30)] : pick(VALUES));
        }
        space(json).append('}');
        space(json).append(random.nextInt(20) == 0 ? pick(VALUES) : "").append("}}");
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        return random.nextInt(3) == 0 ? spoilt(bytes) : bytes;
    }

    private byte[] spoilt(byte[] json) {
        ByteArrayOutputStream spoilt = new ByteArrayOutputStream();
        int place = 3 + random.nextInt(json.length - 5);
        spoilt.write(json, 0, place);
        if (random.nextBoolean()) {
            spoilt.write(random.nextInt(6) == 0 ? random.nextInt(256) : ODD.charAt(random.nextInt(ODD.length())));
        }
        int after = place + random.nextInt(2);
        spoilt.write(json, after, json.length - after);
        return spoilt.toByteArray();
    }

    private StringBuilder space(StringBuilder json) {
        return random.nextInt(8) == 0 ? json.append(pick(" ", "\n", "\t", "\r\n", "  ")) : json;
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }

    private static List<String> read(Reading reading, Bytes record) {
        List<String> read = new ArrayList<>();
        reading.read(record, new RecordMapping.Rows() {
            @Override
            public void row(@Nullable Object[] values) {
                read.add(Arrays.deepToString(values) + kinds(values));
            }

            @Override
            public void failed(RowFailure failure) {
                read.add(failure.kind() + " " + failure.getMessage());
            }
        });
        return read;
    }

    private static List<String> kinds(@Nullable Object[] values) {
        return Arrays.stream(values)
                .map(value -> value == null ? "" : value.getClass().getSimpleName())
                .toList();
    }

    private interface Reading {
        void read(Bytes record, RecordMapping.Rows rows);
    }
}
