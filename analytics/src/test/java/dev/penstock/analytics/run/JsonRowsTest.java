package dev.penstock.analytics.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.type.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows come out as Jackson writes them, byte for byte. */
class JsonRowsTest {
    private static final List<ColumnType> TYPES = List.of(
            ColumnType.of(TypeKind.BOOLEAN),
            ColumnType.of(TypeKind.TINYINT),
            ColumnType.of(TypeKind.SMALLINT),
            ColumnType.of(TypeKind.INTEGER),
            ColumnType.of(TypeKind.BIGINT),
            new ColumnType(TypeKind.DECIMAL, 12, 4),
            ColumnType.of(TypeKind.REAL),
            ColumnType.of(TypeKind.DOUBLE),
            new ColumnType(TypeKind.CHAR, 5, 0),
            ColumnType.varchar(60),
            new ColumnType(TypeKind.BINARY, 2, 0),
            new ColumnType(TypeKind.VARBINARY, 9, 0),
            ColumnType.of(TypeKind.DATE),
            ColumnType.of(TypeKind.TIME),
            ColumnType.of(TypeKind.TIMESTAMP));
    private static final List<String> TEXTS = List.of(
            "",
            "plain",
            "a \"quote\"",
            "back\\slash",
            "tab\t line\n",
            "\u0000\u001f",
            "~\u007f\u0080",
            "gr\u00fc\u00df",
            "\u0141\u0122", // whose low bytes are those of A and a quote
            "\u20ac\ud83d\ude00",
            "</script>");

    private final Random random = new Random(17);

    @Test
    void rowsAreWrittenAsJacksonWritesThem() {
        StreamSchema schema = schema(TYPES);
        JsonRows rows = new JsonRows(schema);
        JacksonRows jackson = new JacksonRows(schema);
        for (int i = 0; i < 50_000; i++) {
            @Nullable Object[] row = new Object[1 + TYPES.size()];
            for (int column = 0; column < TYPES.size(); column++) {
                row[1 + column] =
                        random.nextInt(6) == 0 ? null : value(TYPES.get(column).kind());
            }

            assertThat(rows.write(row).utf8()).isEqualTo(jackson.write(row).utf8());
        }
    }

    /** One that has few digits, one that is the neighbour of such a number, and any. */
    @Test
    void doublesAreWrittenAsJacksonWritesThem() {
        StreamSchema schema = schema(List.of(ColumnType.of(TypeKind.DOUBLE)));
        JsonRows rows = new JsonRows(schema);
        for (int i = 0; i < 400_000; i++) {
            double few = (random.nextLong() >> (20 + random.nextInt(44))) / Math.pow(10, random.nextInt(9));
            double number = switch (i % 4) {
                case 0, 1 -> few;
                case 2 -> random.nextBoolean() ? Math.nextUp(few) : few * 1.8 + 32;
                default -> Double.longBitsToDouble(random.nextLong());
            };

            if (Double.isFinite(number)) {
                assertThat(rows.write(new Object[] {0L, number}).utf8()).isEqualTo("{\"C0\":" + number + "}");
            }
        }
    }

    @Test
    void rowLeavesNothingOfTheOneBefore() {
        JsonRows rows = new JsonRows(schema(List.of(ColumnType.varchar(9), ColumnType.varchar(9))));

        rows.write(new Object[] {0L, "a", "quoted \""});

        assertThat(rows.write(new Object[] {0L, "a", "b"}).utf8()).isEqualTo("{\"C0\":\"a\",\"C1\":\"b\"}");
        assertThat(rows.write(new Object[] {0L, "a", "\u00fc"}).utf8()).isEqualTo("{\"C0\":\"a\",\"C1\":\"\u00fc\"}");
    }

    @Test
    void namesAreEscaped() {
        StreamSchema schema = new StreamSchema(
                "S", List.of(StreamColumn.nullable("a \"b\" \u00fc\\", ColumnType.of(TypeKind.INTEGER))));

        assertThat(new JsonRows(schema).write(new Object[] {0L, 1}))
                .isEqualTo(new JacksonRows(schema).write(new Object[] {0L, 1}));
    }

    private static StreamSchema schema(List<ColumnType> types) {
        List<StreamColumn> columns = new ArrayList<>();
        types.forEach(type -> columns.add(StreamColumn.nullable("C" + columns.size(), type)));
        return new StreamSchema("S", columns);
    }

    private Object value(TypeKind kind) {
        int bits = random.nextInt(Integer.SIZE);
        return switch (kind) {
            case BOOLEAN -> random.nextBoolean();
            case TINYINT -> (byte) random.nextInt();
            case SMALLINT -> (short) random.nextInt();
            case INTEGER -> random.nextInt() >> bits;
            case BIGINT -> bits == 0 ? Long.MIN_VALUE : random.nextLong() >> (2 * bits);
            case DECIMAL -> BigDecimal.valueOf(random.nextInt() >> bits, random.nextInt(5));
            case REAL -> bits == 0 ? Float.NaN : (float) random.nextGaussian() * bits;
            case DOUBLE -> bits == 0 ? Double.NEGATIVE_INFINITY : random.nextGaussian() * (1L << bits);
            case CHAR, VARCHAR ->
                random.nextInt(20) == 0
                        ? "x".repeat(random.nextInt(5_000))
                        : TEXTS.get(random.nextInt(random.nextBoolean() ? 2 : TEXTS.size()));
            case BINARY, VARBINARY -> new ByteString(new byte[] {(byte) bits, -1, 7});
            case DATE -> random.nextInt(40_000) - 1_000;
            case TIME -> random.nextInt(86_400_000);
            case TIMESTAMP -> random.nextLong() >> 22;
        };
    }
}
