package dev.penstock.analytics.input;

import dev.penstock.analytics.type.Assignment;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.TypeKind;
import dev.penstock.platform.data.Bytes;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads records that are one object in the most common form of JSON ({@link JsonCursor}) whose columns are fields of it,
 * straight from the bytes. It gives the row that {@link PlainFields} would give, or none: what is in any way unusual, or
 * does not fit its column, is left to that. May be used by several threads.
 */
final class FlatRecords {
    /** Fields whose names are remembered. */
    private static final int REMEMBERED = 64;

    /** Larger ones are none of a stream. */
    private static final int MAX_BYTES = 1 << 20;

    /** Whole numbers below it, and powers of ten up to the 22nd, are exact as a double, and so is rounded their quotient. */
    private static final long EXACT = 1L << 52;

    private static final double[] TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18
    };
    private static final int[] NOWHERE = {};

    private final ColumnType[] types;
    private final Map<String, int[]> columns;
    private final int width;

    /** By place in the object: records of a stream have mostly the same fields in the same order. */
    private final @Nullable Field[] remembered = new Field[REMEMBERED];

    /**
     * @param columns the positions of the columns that each field is mapped to
     * @param types of all columns
     */
    FlatRecords(Map<String, int[]> columns, ColumnType[] types) {
        this.types = types;
        this.columns = new HashMap<>(columns);
        this.width = 1 + types.length;
    }

    /** @return null when the record is not of the common form */
    @Nullable
    Object @Nullable [] read(Bytes record) {
        if (record.length() > MAX_BYTES) {
            return null;
        }
        JsonCursor json = new JsonCursor(record);
        @Nullable Object[] row = new Object[width];
        try {
            return json.take('{') && fields(json, row) && json.isAtEnd() ? row : null;
        } catch (RowFailure mismatch) {
            return null; // a later field of the same name may be well
        }
    }

    private boolean fields(JsonCursor json, @Nullable Object[] row) {
        if (json.take('}')) {
            return true;
        }
        int place = 0;
        do {
            int[] targets = json.peek() == '"' ? targets(json, place++) : null;
            if (targets == null) {
                return false;
            }
            boolean isUsual = targets.length == 0 ? json.skip() : value(json, row, targets);
            if (!isUsual) {
                return false;
            }
        } while (json.take(','));
        return json.take('}');
    }

    /** Passes a name and its colon. */
    private int @Nullable [] targets(JsonCursor json, int place) {
        Field before = place < REMEMBERED ? remembered[place] : null;
        if (before != null && json.takeAll(before.written)) {
            return before.targets;
        }
        if (!json.takeName()) {
            return null;
        }
        String name = json.text();
        int[] targets = columns.getOrDefault(name, NOWHERE);
        if (place < REMEMBERED) {
            remembered[place] = new Field(name, targets);
        }
        return json.take(':') ? targets : null;
    }

    private boolean value(JsonCursor json, @Nullable Object[] row, int[] targets) {
        return switch (json.peek()) {
            case '"' -> text(json, row, targets);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(json, row, targets);
            case 't' -> word(json, row, targets, JsonWord.TRUE);
            case 'f' -> word(json, row, targets, JsonWord.FALSE);
            case 'n' -> word(json, row, targets, JsonWord.NULL);
            default -> false;
        };
    }

    private boolean text(JsonCursor json, @Nullable Object[] row, int[] targets) {
        if (!json.takeText()) {
            return false;
        }
        for (int target : targets) {
            ColumnType type = types[target];
            row[1 + target] =
                    type.kind() == TypeKind.VARCHAR ? json.text(type.precision()) : Coercion.ofText(json.text(), type);
        }
        return true;
    }

    private boolean word(JsonCursor json, @Nullable Object[] row, int[] targets, JsonWord word) {
        if (!json.takeAll(word.bytes())) {
            return false;
        }
        for (int target : targets) {
            row[1 + target] = Coercion.coerce(word.node(), types[target]);
        }
        return true;
    }

    private boolean number(JsonCursor json, @Nullable Object[] row, int[] targets) {
        if (!json.takeNumber()) {
            return false;
        }
        for (int target : targets) {
            Object value = number(json.digits(), json.scale(), types[target]);
            if (value == null) {
                return false;
            }
            row[1 + target] = value;
        }
        return true;
    }

    /** @return null when the type takes no numbers */
    private static @Nullable Object number(long digits, int scale, ColumnType type) {
        TypeKind kind = type.kind();
        if (kind == TypeKind.DOUBLE && digits < EXACT && digits > -EXACT) {
            return digits / TENS[scale];
        }
        if (kind == TypeKind.BIGINT && scale == 0) {
            return digits;
        }
        if (kind == TypeKind.INTEGER && scale == 0 && digits == (int) digits) {
            return (int) digits;
        }
        if (kind.isNumeric()) {
            return Coercion.number(BigDecimal.valueOf(digits, scale), type);
        }
        if (kind == TypeKind.BOOLEAN) {
            return digits != 0;
        }
        if (!kind.isText()) {
            return null;
        }
        String text = scale == 0
                ? Long.toString(digits)
                : BigDecimal.valueOf(digits, scale).toPlainString();
        return kind == TypeKind.CHAR
                ? Assignment.padded(text, type.precision())
                : Assignment.cut(text, type.precision());
    }

    /** A field that was met. */
    private static final class Field {
        final byte[] written;
        final int[] targets;

        Field(String name, int[] targets) {
            written = ('"' + name + "\":").getBytes(StandardCharsets.US_ASCII);
            this.targets = targets;
        }
    }
}
