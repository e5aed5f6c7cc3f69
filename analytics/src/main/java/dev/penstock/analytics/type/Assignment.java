package dev.penstock.analytics.type;

import java.math.BigDecimal;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/** Stores SQL values in columns, as INSERT does. */
public final class Assignment {
    private Assignment() {}

    /**
     * A value as the column holds it: numbers are rounded half away from zero, texts are cut to the column's length
     * (AWS is not clear whether it cuts or fails; its own samples narrow without remark), CHAR is padded.
     *
     * @param value of a kind that {@link TypeKind#isAssignableTo} the column's
     * @throws RowFailure when a number or a time does not fit, or NULL meets NOT NULL
     */
    public static @Nullable Object assign(@Nullable Object value, StreamColumn column) {
        if (value == null) {
            if (column.isNotNull()) {
                throw new RowFailure(
                        RowFailure.Kind.NULL_IN_NOT_NULL_COLUMN, "column %s is NOT NULL".formatted(column.name()));
            }
            return null;
        }
        return assign(value, column.type());
    }

    private static Object assign(Object value, ColumnType type) {
        TypeKind kind = type.kind();
        return switch (kind) {
            case TINYINT -> (byte) Numbers.rounded((Number) value, kind);
            case SMALLINT -> (short) Numbers.rounded((Number) value, kind);
            case INTEGER -> value instanceof Integer ? value : (int) Numbers.rounded((Number) value, kind);
            case BIGINT -> value instanceof Long ? value : Numbers.rounded((Number) value, kind);
            case DECIMAL -> Numbers.scaled((Number) value, type.precision(), type.scale());
            case REAL -> Numbers.finite(((Number) value).floatValue());
            case DOUBLE -> value instanceof Double number && Double.isFinite(number) ? value : finite((Number) value);
            case CHAR -> padded((String) value, type.precision());
            case VARCHAR -> cut((String) value, type.precision());
            case BINARY, VARBINARY -> Binary.fitted((ByteString) value, type);
            case DATE -> inRange((Integer) value);
            case TIMESTAMP -> inRange((Long) value);
            case BOOLEAN, TIME -> value;
        };
    }

    private static Object inRange(Integer days) {
        TimeText.inRange(days.intValue());
        return days;
    }

    private static Object inRange(Long millis) {
        TimeText.inRange(millis.longValue());
        return millis;
    }

    private static Object finite(Number value) {
        return Numbers.finite(value.doubleValue());
    }

    /** The first characters of a text. */
    public static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    /** A text cut or filled up with blanks to a length. */
    public static String padded(String text, int length) {
        return text.length() >= length ? cut(text, length) : text + " ".repeat(length - text.length());
    }

    /** A value as a listener or a reader of JSON sees it: DATE, TIME and TIMESTAMP as text, bytes in base64. */
    public static @Nullable Object shown(@Nullable Object value, ColumnType type) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case DATE -> TimeText.date((Integer) value);
            case TIME -> TimeText.time((Integer) value);
            case TIMESTAMP -> TimeText.timestamp((Long) value);
            case BINARY, VARBINARY -> ((ByteString) value).toBase64String();
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, DOUBLE, CHAR, VARCHAR -> value;
        };
    }

    /** A value as CSV and messages show it; NULL is empty. */
    public static String text(@Nullable Object value, ColumnType type) {
        Object shown = shown(value, type);
        if (shown == null) {
            return "";
        }
        return shown instanceof BigDecimal exact ? exact.toPlainString() : shown.toString();
    }
}
