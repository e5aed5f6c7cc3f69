package dev.penstock.analytics.wire;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.sql.parser.SqlParser;

/**
 * Names and types of discovered columns.
 *
 * <p>Source: Kinesis Data Analytics Developer Guide, Using the Schema Discovery Feature, for the names. For the types only
 * single answers are documented: the smallest type that holds the sample.
 */
final class ColumnGuess {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern REAL = Pattern.compile("-?\\d+(\\.\\d+)?[eE][+-]?\\d+");
    private static final int MAX_NAME = 100;
    private static final int MAX_PRECISION = 18;
    private static final int[] SIZES = {4, 16, 32, 64, 256, 1024, 4096, 16_384, 65_535};
    private static final SqlAbstractParserImpl.Metadata WORDS =
            SqlParser.create("").getMetadata();

    private ColumnGuess() {}

    /** @param index of the column, for one whose name has nothing that a name may have */
    static String name(String source, int index) {
        boolean isFine = PLAIN.matcher(source).matches()
                && source.length() <= MAX_NAME
                && !WORDS.isReservedWord(source.toUpperCase(java.util.Locale.ROOT));
        if (isFine) {
            return source;
        }
        String rest = source.replaceAll("[^A-Za-z0-9_]", "");
        String kept = rest.substring(0, Math.min(rest.length(), MAX_NAME));
        return "COL_" + (kept.isEmpty() ? Integer.toString(index) : kept);
    }

    /** The smallest type for texts, as they stand in CSV; those that are empty do not count. */
    static String type(List<String> values) {
        List<String> present = values.stream().filter(value -> !value.isBlank()).toList();
        if (!present.isEmpty() && present.stream().allMatch(ColumnGuess::isNumber)) {
            return number(present);
        }
        if (!present.isEmpty()
                && present.stream()
                        .allMatch(value -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false"))) {
            return "BOOLEAN";
        }
        return text(present);
    }

    static boolean isNumber(String text) {
        String value = text.strip();
        return NUMBER.matcher(value).matches() || REAL.matcher(value).matches();
    }

    static String text(List<String> values) {
        int longest = values.stream().mapToInt(String::length).max().orElse(1);
        for (int size : SIZES) {
            if (longest <= size) {
                return "VARCHAR(%d)".formatted(size);
            }
        }
        return "VARCHAR(65535)";
    }

    static String number(List<String> values) {
        if (values.stream().anyMatch(value -> REAL.matcher(value.strip()).matches())) {
            return "DOUBLE";
        }
        List<BigDecimal> numbers =
                values.stream().map(value -> new BigDecimal(value.strip())).toList();
        int scale = numbers.stream().mapToInt(BigDecimal::scale).max().orElse(0);
        if (scale <= 0) {
            return whole(numbers);
        }
        int before = numbers.stream()
                .mapToInt(number -> Math.max(1, number.precision() - number.scale()))
                .max()
                .orElse(1);
        return before + scale <= MAX_PRECISION ? "DECIMAL(%d,%d)".formatted(before + scale, scale) : "DOUBLE";
    }

    private static String whole(List<BigDecimal> numbers) {
        BigDecimal most = numbers.stream()
                .map(number -> number.signum() < 0 ? number.negate().subtract(BigDecimal.ONE) : number)
                .max(BigDecimal::compareTo)
                .orElse(BigDecimal.ZERO);
        if (most.compareTo(BigDecimal.valueOf(Byte.MAX_VALUE)) <= 0) {
            return "TINYINT";
        }
        if (most.compareTo(BigDecimal.valueOf(Short.MAX_VALUE)) <= 0) {
            return "SMALLINT";
        }
        if (most.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
            return "INTEGER";
        }
        return most.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0 ? "BIGINT" : "DOUBLE";
    }
}
