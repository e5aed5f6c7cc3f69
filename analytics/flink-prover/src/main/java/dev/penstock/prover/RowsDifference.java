package dev.penstock.prover;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Rows of one stream compared as multisets.
 *
 * @param same how many rows are in both
 * @param lines the other ones: {@code -} those that only the engine gives, {@code +} those that only Flink gives
 */
record RowsDifference(int same, List<String> lines) {
    private static final BigDecimal NEAR = new BigDecimal("1e-9");
    private static final Pattern TIMESTAMP = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d+)?");

    RowsDifference {
        lines = List.copyOf(lines);
    }

    static RowsDifference of(List<JsonNode> engine, List<JsonNode> flink) {
        List<JsonNode> rest = new ArrayList<>(flink);
        List<String> lines = new ArrayList<>();
        int same = 0;
        for (JsonNode row : engine) {
            if (take(rest, row)) {
                same++;
            } else {
                lines.add("- " + row);
            }
        }
        rest.forEach(row -> lines.add("+ " + row));
        return new RowsDifference(same, lines);
    }

    private static boolean take(List<JsonNode> rest, JsonNode row) {
        Iterator<JsonNode> each = rest.iterator();
        while (each.hasNext()) {
            if (isLike(row, each.next())) {
                each.remove();
                return true;
            }
        }
        return false;
    }

    private static boolean isLike(JsonNode engine, JsonNode flink) {
        return engine.size() == flink.size()
                && engine.properties().stream()
                        .allMatch(column -> flink.has(column.getKey())
                                && isLikeValue(column.getValue(), flink.get(column.getKey())));
    }

    /** Numbers by value to 1e-9 of their size, times without the zeros at their end, which Flink does not write. */
    private static boolean isLikeValue(JsonNode engine, JsonNode flink) {
        if (engine.isNumber() && flink.isNumber()) {
            if (isReal(engine) && engine.floatValue() == flink.floatValue()) {
                return true; // the engine writes all digits of a REAL, Flink the shortest that are the same
            }
            BigDecimal wanted = engine.decimalValue();
            BigDecimal tolerance = NEAR.multiply(wanted.abs().max(BigDecimal.ONE));
            return wanted.subtract(flink.decimalValue()).abs().compareTo(tolerance) <= 0;
        }
        if (engine.isTextual() && flink.isTextual()) {
            return text(engine.textValue()).equals(text(flink.textValue()));
        }
        return engine.equals(flink);
    }

    private static boolean isReal(JsonNode number) {
        return number.isFloatingPointNumber() && number.doubleValue() == (double) number.floatValue();
    }

    private static String text(String value) {
        if (!TIMESTAMP.matcher(value).matches()) {
            return value;
        }
        String padded = value.contains(".") ? value : value + ".";
        return padded.replaceAll("0+$", "");
    }
}
