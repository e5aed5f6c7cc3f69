package dev.penstock.analytics.flink;

import dev.penstock.analytics.FlinkSql.Ease;
import dev.penstock.analytics.flink.Relation.Column;
import dev.penstock.analytics.log.LogParser;
import dev.penstock.analytics.log.LogParsers;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;

/** Log parsing functions: each field of the record becomes an expression of the text. */
final class LogTranslator {
    private static final Pattern PLACE =
            Pattern.compile("(?i)START\\s+(?<start>\\d{1,9})(?:\\s+FOR\\s+(?<count>\\d{1,9}))?");

    private final ExpressionTranslator expressions;
    private final Remarks remarks;

    LogTranslator(ExpressionTranslator expressions, Remarks remarks) {
        this.expressions = expressions;
        this.remarks = remarks;
    }

    Item item(String name, SqlCall call) {
        String function = call.getOperator().getName();
        List<Object> arguments = call.getOperandList().stream()
                .skip(1)
                .map(LogTranslator::literal)
                .toList();
        LogParser parser = LogParsers.create(function, arguments);
        List<StreamColumn> fields = parser.fields();
        List<String> pieces = pieces(call, function, arguments, fields.size());
        SqlNode text = expressions.translate(call.operand(0));
        List<SqlNode> values = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            SqlNode piece = FlinkText.filled(pieces.get(i), text);
            boolean isText = fields.get(i).type().kind().isText();
            String format = parser.dateFormats().get(i);
            if (!format.isEmpty()) {
                values.add(time(call, format, piece, fields.get(i).type()));
                continue;
            }
            values.add(isText ? piece : SqlCasts.plain(piece, fields.get(i).type()));
            if (!isText) {
                remarks.add("a field of %s that cannot be read as %s ends the job in Flink; TRY_CAST gives NULL"
                        .formatted(function, fields.get(i).type()));
            }
        }
        return new Item(new Column(name, null, fields), values);
    }

    private SqlNode time(SqlCall call, String format, SqlNode piece, ColumnType type) {
        TimeFormats.check(call, format);
        remarks.add("a time that does not fit '%s' is NULL in Flink, where the service writes to error_stream"
                .formatted(format));
        SqlNode time = FlinkText.filled("TO_TIMESTAMP(`$0`, %s)".formatted(FlinkText.literal(format)), piece);
        return type.kind() == TypeKind.TIMESTAMP ? time : SqlCasts.plain(time, type);
    }

    private static Object literal(SqlNode operand) {
        return operand instanceof SqlCharStringLiteral text
                ? Objects.requireNonNull(text.getValueAs(String.class))
                : ((SqlNumericLiteral) (SqlLiteral) operand).intValue(true);
    }

    private List<String> pieces(SqlCall call, String function, List<Object> arguments, int count) {
        List<String> pieces = new ArrayList<>();
        switch (function) {
            case "REGEX_LOG_PARSE" -> {
                String pattern = FlinkText.literal("^(?:" + arguments.get(0) + ")$");
                for (int i = 1; i <= count; i++) {
                    pieces.add("REGEXP_EXTRACT(`$0`, %s, %d)".formatted(pattern, i));
                }
            }
            case "VARIABLE_COLUMN_LOG_PARSE" -> {
                if (arguments.size() > 2) {
                    throw missing(call, function + " with an escape or a quote");
                }
                remarks.add("SPLIT_INDEX gives NULL for what a short line lacks");
                for (int i = 0; i < count; i++) {
                    pieces.add("SPLIT_INDEX(`$0`, %s, %d)".formatted(FlinkText.literal((String) arguments.get(1)), i));
                }
            }
            case "FIXED_COLUMN_LOG_PARSE" -> {
                Matcher place = PLACE.matcher((String) arguments.get(0));
                while (place.find()) {
                    int start = Integer.parseInt(place.group("start")) + 1;
                    String length = place.group("count") == null ? "" : " FOR " + place.group("count");
                    pieces.add("SUBSTRING(`$0` FROM %d%s)".formatted(start, length));
                }
            }
            case "W3C_LOG_PARSE" ->
                throw new Refusal(
                        call,
                        Ease.FUNCTION,
                        function,
                        "REGEXP_EXTRACT for each field; SPLIT_INDEX on blanks would cut dates and requests apart");
            default -> throw missing(call, function);
        }
        return pieces;
    }

    private static Refusal missing(SqlCall call, String construct) {
        return new Refusal(
                call, Ease.FUNCTION, construct, "a table function in Java, or REGEXP_EXTRACT for each field");
    }
}
