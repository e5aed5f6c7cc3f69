package dev.penstock.analytics.flink;

import dev.penstock.analytics.FlinkSql.Ease;
import dev.penstock.analytics.function.TextFunctions;
import dev.penstock.analytics.sql.QueryText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Functions of texts that take their arguments in another way than Flink's. */
final class TextTranslator {
    static final Set<String> NAMES =
            Set.of("OVERLAY", "REGEX_REPLACE", "SUBSTRING", QueryText.SUBSTRING_COMMA, QueryText.SUBSTRING_SIMILAR);

    /** Some letters without others, {@code [a-e^c]}, which Flink reads in another way. */
    private static final Pattern EXCEPT = Pattern.compile("\\[[^\\]^]+\\^");

    private final Remarks remarks;

    TextTranslator(Remarks remarks) {
        this.remarks = remarks;
    }

    static boolean isOne(SqlCall call) {
        return NAMES.contains(call.getOperator().getName())
                || (call.getKind() == SqlKind.SIMILAR
                        && EXCEPT.matcher(literal(call.operand(1))).find());
    }

    SqlNode translated(SqlCall call, List<SqlNode> arguments) {
        return switch (call.getOperator().getName()) {
            case "OVERLAY" -> overlay(call, arguments);
            case "REGEX_REPLACE" -> regexReplace(call, arguments);
            case QueryText.SUBSTRING_SIMILAR -> substringSimilar(call, arguments);
            case "SUBSTRING", QueryText.SUBSTRING_COMMA -> substring(call, arguments);
            default -> similar(call, arguments);
        };
    }

    /** A text of the code, empty for any other value. */
    private static String literal(SqlNode node) {
        return node instanceof SqlCharStringLiteral text ? Objects.requireNonNull(text.getValueAs(String.class)) : "";
    }

    private static SqlNode similar(SqlCall call, List<SqlNode> arguments) {
        @Nullable String escape = call.operandCount() > 2 ? literal(call.operand(2)) : null;
        String regex = TextFunctions.similarRegex(literal(call.operand(1)), escape);
        SqlNode match = FlinkText.filled("REGEXP(`$0`, %s)".formatted(FlinkText.literal(regex)), arguments);
        return ((SqlLikeOperator) call.getOperator()).isNegated()
                ? SqlStdOperatorTable.NOT.createCall(SqlParserPos.ZERO, match)
                : match;
    }

    private static SqlNode substringSimilar(SqlCall call, List<SqlNode> arguments) {
        if (!(call.operand(1) instanceof SqlCharStringLiteral)
                || literal(call.operand(2)).length() != 1) {
            throw new Refusal(
                    call,
                    Ease.FUNCTION,
                    "SUBSTRING(... SIMILAR ... ESCAPE ...) with a pattern that is not a text of the code",
                    "REGEXP_EXTRACT(s, re, 1) with the pattern written as a regular expression");
        }
        Map.Entry<String, Integer> regex =
                TextFunctions.similarPartRegex(literal(call.operand(1)), literal(call.operand(2)));
        return FlinkText.filled(
                "REGEXP_EXTRACT(`$0`, %s, %d)".formatted(FlinkText.literal(regex.getKey()), regex.getValue()),
                arguments);
    }

    private static SqlNode regexReplace(SqlCall call, List<SqlNode> arguments) {
        boolean isWhole = ExpressionTranslator.whole(call.operand(3)).equals(Optional.of(1L))
                && ExpressionTranslator.whole(call.operand(4)).equals(Optional.of(0L));
        if (!isWhole) {
            throw new Refusal(
                    call,
                    Ease.FUNCTION,
                    "REGEX_REPLACE from another place than 1 or of one occurrence",
                    "REGEXP_REPLACE always begins at 1 and replaces all; write a scalar function in Java");
        }
        return FlinkText.filled("REGEXP_REPLACE(`$0`, `$1`, `$2`)", arguments);
    }

    /** In three parts: places outside of the text and a length of 0 are other things in Flink's OVERLAY. */
    private SqlNode overlay(SqlCall call, List<SqlNode> arguments) {
        Optional<Long> from = ExpressionTranslator.whole(call.operand(2));
        boolean hasLength = call.operandCount() > 3;
        Optional<Long> length = hasLength ? ExpressionTranslator.whole(call.operand(3)) : Optional.empty();
        if (hasLength && length.filter(count -> count >= 0).isEmpty()) {
            remarks.add("OVERLAY with a negative length is an error row in the service");
        }
        String count = hasLength ? "`$3`" : "CHAR_LENGTH(`$1`)";
        String before = from.map(place -> Long.toString(Math.max(place - 1, 0))).orElse("GREATEST(`$2` - 1, 0)");
        String after = from.isPresent() && length.isPresent()
                ? Long.toString(Math.max(from.get() + length.get(), 1))
                : "GREATEST(`$2` + %s, 1)".formatted(count);
        return FlinkText.filled(
                "SUBSTRING(`$0` FROM 1 FOR %s) || `$1` || SUBSTRING(`$0` FROM %s)".formatted(before, after), arguments);
    }

    /** Flink counts negative places from the end; the service lets them cut the length, and with commas gives NULL past the end. */
    private SqlNode substring(SqlCall call, List<SqlNode> arguments) {
        if (call.operandCount() == 2 && call.operand(1) instanceof SqlCharStringLiteral) {
            return FlinkText.filled("REGEXP_EXTRACT(`$0`, `$1`, 0)", arguments);
        }
        SqlNode part = part(call, arguments);
        boolean isComma = call.getOperator().getName().equals(QueryText.SUBSTRING_COMMA);
        return isComma
                ? FlinkText.filled(
                        "CASE WHEN CHAR_LENGTH(`$0`) >= `$1` THEN `$2` END", arguments.get(0), arguments.get(1), part)
                : part;
    }

    private SqlNode part(SqlCall call, List<SqlNode> arguments) {
        Optional<Long> from = ExpressionTranslator.whole(call.operand(1));
        boolean hasLength = call.operandCount() == 3;
        if (from.isPresent() && from.get() >= 1) {
            return FlinkText.filled(
                    hasLength ? "SUBSTRING(`$0` FROM `$1` FOR `$2`)" : "SUBSTRING(`$0` FROM `$1`)", arguments);
        }
        remarks.restructured(
                "SUBSTRING from a place below 1 counts from the end in Flink, so the place is kept at 1 or above");
        return FlinkText.filled(
                hasLength
                        ? "SUBSTRING(`$0` FROM GREATEST(`$1`, 1) FOR GREATEST(`$2` + LEAST(`$1` - 1, 0), 0))"
                        : "SUBSTRING(`$0` FROM GREATEST(`$1`, 1))",
                arguments);
    }
}
