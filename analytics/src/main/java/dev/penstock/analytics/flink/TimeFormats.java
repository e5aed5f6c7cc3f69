package dev.penstock.analytics.flink;

import dev.penstock.analytics.FlinkSql.Ease;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlNode;

/** Times from texts and back by a format: the service reads it as SimpleDateFormat, Flink as DateTimeFormatter. */
final class TimeFormats {
    /** Arguments by their number. */
    private static final Map<String, String> PATTERNS = Map.of(
            "CHAR_TO_TIMESTAMP", "TO_TIMESTAMP(`$1`, `$0`)",
            "CHAR_TO_DATE", "CAST(TO_TIMESTAMP(`$1`, `$0`) AS DATE)",
            "TIMESTAMP_TO_CHAR", "DATE_FORMAT(`$1`, `$0`)",
            "DATE_TO_CHAR", "DATE_FORMAT(CAST(`$1` AS TIMESTAMP(3)), `$0`)");

    /** A format whose texts all have its length. */
    private static final Pattern FIXED_LENGTH = Pattern.compile("(yyyy|MMM|MM|dd|HH|mm|ss|SSS|[^A-Za-z']|'[^']+')+");

    private static final Pattern QUOTED = Pattern.compile("'[^']*'");
    private static final Pattern ZONE = Pattern.compile("[zZX]");

    private TimeFormats() {}

    static boolean isOne(String function) {
        return PATTERNS.containsKey(function);
    }

    static SqlNode translated(SqlCall call, List<SqlNode> arguments, Remarks remarks) {
        String name = call.getOperator().getName();
        remarks.add(name
                + ": Flink reads format letters as Java's DateTimeFormatter and is stricter; a text that does not"
                + " fit gives NULL, not an error row");
        String pattern = PATTERNS.getOrDefault(name, "");
        if (!(call.operand(0) instanceof SqlCharStringLiteral literal)) {
            return FlinkText.filled(pattern, arguments);
        }
        String format = Objects.requireNonNull(literal.getValueAs(String.class));
        check(call, format);
        SqlNode value = name.startsWith("CHAR_TO_") ? beginning(format, arguments.get(1)) : arguments.get(1);
        return FlinkText.filled(pattern, arguments.get(0), value);
    }

    /** @throws Refusal of a format with a zone, which Flink's functions leave aside */
    static void check(SqlNode at, String format) {
        if (ZONE.matcher(QUOTED.matcher(format).replaceAll("")).find()) {
            throw new Refusal(
                    at,
                    Ease.FUNCTION,
                    "the time zone in the format '%s'".formatted(format),
                    "Flink reads the time as it stands and leaves the zone aside; write a scalar function in Java, or"
                            + " cut the zone off and add its hours as an INTERVAL");
        }
    }

    /** The service reads the beginning of a text that is longer than the format, Flink would leave the format aside. */
    private static SqlNode beginning(String format, SqlNode text) {
        return FIXED_LENGTH.matcher(format).matches()
                ? FlinkText.filled(
                        "SUBSTRING(`$0` FROM 1 FOR " + format.replace("'", "").length() + ")", text)
                : text;
    }
}
