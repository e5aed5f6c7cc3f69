package dev.penstock.analytics.cases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Json;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row that must come, with all declared columns. */
record ExpectedRow(Map<String, @Nullable Object> columns) {
    private static final BigDecimal NEAR = new BigDecimal("1e-9");

    static ExpectedRow of(JsonNode row) {
        if (!row.isObject()) {
            throw new IllegalArgumentException("each expected row must be an object with the columns of the stream");
        }
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        row.properties().forEach(column -> columns.put(column.getKey(), value(column.getValue(), column.getKey())));
        return new ExpectedRow(columns);
    }

    private static @Nullable Object value(JsonNode node, String column) {
        if (node.isContainerNode()) {
            throw new IllegalArgumentException(
                    "column %s of an expected row must be a text, a number, true, false or null".formatted(column));
        }
        if (node.isNumber()) {
            return node.decimalValue();
        }
        return node.isBoolean() ? Boolean.valueOf(node.asBoolean()) : node.textValue();
    }

    /** Numbers are compared by value: to 1e-9, and the approximate ones to that part of their size. */
    boolean isLike(Map<String, @Nullable Object> actual) {
        return columns.keySet().equals(actual.keySet())
                && columns.entrySet().stream()
                        .allMatch(column -> isLike(column.getValue(), actual.get(column.getKey())));
    }

    private static boolean isLike(@Nullable Object expected, @Nullable Object actual) {
        if (!(expected instanceof BigDecimal wanted) || !(actual instanceof Number number)) {
            return expected == null ? actual == null : expected.equals(actual);
        }
        boolean isApproximate = number instanceof Double || number instanceof Float;
        BigDecimal tolerance = isApproximate ? NEAR.multiply(wanted.abs().max(BigDecimal.ONE)) : NEAR;
        return wanted.subtract(new BigDecimal(number.toString())).abs().compareTo(tolerance) <= 0;
    }

    /** As JSON. */
    static String text(Map<String, @Nullable Object> columns) {
        return Json.MAPPER.valueToTree(columns).toString();
    }

    @Override
    public String toString() {
        return text(columns);
    }
}
