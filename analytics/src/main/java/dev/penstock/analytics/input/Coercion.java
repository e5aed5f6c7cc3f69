package dev.penstock.analytics.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.penstock.analytics.type.Assignment;
import dev.penstock.analytics.type.Binary;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.Numbers;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.TimeText;
import dev.penstock.analytics.type.TypeKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * JSON values and pieces of text as column values.
 *
 * <p>Source: Kinesis Data Analytics Developer Guide, Mapping JSON Elements to SQL Input Columns, the table of data type
 * coercion.
 */
public final class Coercion {
    private Coercion() {}

    /**
     * A piece of text, as a JSON string of it would be.
     *
     * @throws RowFailure when the type cannot hold the value
     */
    public static @Nullable Object ofText(String text, ColumnType type) {
        return coerce(TextNode.valueOf(text), type);
    }

    /**
     * @return null for a JSON null and for a missing element
     * @throws RowFailure when the type cannot hold the value
     */
    static @Nullable Object coerce(JsonNode node, ColumnType type) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        TypeKind kind = type.kind();
        if (kind.isText()) {
            String text = written(node);
            return kind == TypeKind.CHAR
                    ? Assignment.padded(text, type.precision())
                    : Assignment.cut(text, type.precision());
        }
        if (!node.isValueNode()) {
            throw mismatch(node.isArray() ? "an array" : "an object", type);
        }
        if (kind == TypeKind.BOOLEAN) {
            return truth(node);
        }
        if (kind.isNumeric()) {
            return number(decimal(node), type);
        }
        if (kind.isBinary() && node.isBoolean()) {
            return Binary.of(node.asBoolean(), type);
        }
        if (!node.isTextual()) {
            throw mismatch(node.asText(), type);
        }
        if (kind.isBinary()) {
            return Binary.parse(node.asText(), type);
        }
        // Not one conditional expression: it would turn the Integer into a Long.
        if (kind == TypeKind.DATE) {
            return TimeText.parseDate(node.asText());
        }
        if (kind == TypeKind.TIME) {
            return TimeText.parseTime(node.asText());
        }
        return TimeText.parseTimestamp(node.asText());
    }

    private static String written(JsonNode node) {
        if (node.isBigDecimal()) {
            return Numbers.text(node.decimalValue());
        }
        return node.isValueNode() ? node.asText() : node.toString();
    }

    private static boolean truth(JsonNode node) {
        if (node.isTextual()) {
            return node.asText().toLowerCase(Locale.ROOT).equals("true");
        }
        return node.isBoolean() ? node.asBoolean() : node.decimalValue().signum() != 0;
    }

    private static BigDecimal decimal(JsonNode node) {
        if (node.isBoolean()) {
            return node.asBoolean() ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        return node.isTextual() ? Numbers.decimal(node.asText()) : node.decimalValue();
    }

    /** A JSON number, or a text that is one, in a numeric column. */
    static Object number(BigDecimal value, ColumnType type) {
        TypeKind kind = type.kind();
        return switch (kind) {
            case TINYINT -> (byte) Numbers.exact(value, kind);
            case SMALLINT -> (short) Numbers.exact(value, kind);
            case INTEGER -> (int) Numbers.exact(value, kind);
            case BIGINT -> Numbers.exact(value, kind);
            case DECIMAL -> exactDecimal(value, type);
            case REAL -> {
                float real = value.floatValue();
                if (Float.isInfinite(real)) {
                    throw mismatch(value.toString(), type);
                }
                yield real;
            }
            case DOUBLE -> {
                double number = value.doubleValue();
                if (Double.isInfinite(number)) {
                    throw mismatch(value.toString(), type);
                }
                yield number;
            }
            case BOOLEAN, CHAR, VARCHAR, BINARY, VARBINARY, DATE, TIME, TIMESTAMP ->
                throw new IllegalStateException(kind + " is not numeric");
        };
    }

    private static BigDecimal exactDecimal(BigDecimal value, ColumnType type) {
        BigDecimal scaled = Numbers.scaled(value, type.precision(), type.scale());
        if (scaled.compareTo(value) != 0) {
            throw mismatch(value.toString(), type);
        }
        return scaled.setScale(type.scale(), RoundingMode.UNNECESSARY);
    }

    private static RowFailure mismatch(String value, ColumnType type) {
        return RowFailure.coercion("%s does not fit %s".formatted(value, type));
    }
}
