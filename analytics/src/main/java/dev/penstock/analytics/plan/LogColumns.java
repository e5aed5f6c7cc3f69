package dev.penstock.analytics.plan;

import dev.penstock.analytics.log.LogParser;
import dev.penstock.analytics.log.LogParsers;
import dev.penstock.analytics.sql.SourceText;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.platform.aws.AwsException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;

/**
 * The calls of log parsing functions in one query. Each gives a record, which travels as one column for each field:
 * {@code $LOG(text, parser, field)}. The planner takes all fields of a parser from one run of it.
 */
final class LogColumns {
    private static final String NAME = "$LOG";

    private final SourceText source;
    private final List<LogParser> parsers = new ArrayList<>();
    private final IdentityHashMap<SqlCall, Integer> numbers = new IdentityHashMap<>();
    private final SqlFunction operator = new SqlFunction(
            NAME,
            SqlKind.OTHER_FUNCTION,
            this::type,
            null,
            OperandTypes.family(SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER, SqlTypeFamily.INTEGER),
            SqlFunctionCategory.USER_DEFINED_FUNCTION);

    LogColumns(SourceText source) {
        this.source = source;
    }

    SqlFunction operator() {
        return operator;
    }

    LogParser parser(int number) {
        return parsers.get(number);
    }

    boolean isParser(SqlCall call) {
        return LogParsers.NAMES.contains(call.getOperator().getName());
    }

    /** Names of the fields of the record that a call gives. */
    List<String> names(SqlCall call) {
        return parser(number(call)).fields().stream().map(StreamColumn::name).toList();
    }

    /** Expressions for the fields. */
    List<SqlNode> fields(SqlCall call, ExpressionRewriter expressions) {
        int number = number(call);
        SqlParserPos at = call.getParserPosition();
        SqlNode text = expressions.rewrite(call.operand(0));
        List<SqlNode> fields = new ArrayList<>();
        for (int i = 0; i < parser(number).fields().size(); i++) {
            fields.add(operator.createCall(
                    at,
                    text,
                    SqlLiteral.createExactNumeric(Integer.toString(number), at),
                    SqlLiteral.createExactNumeric(Integer.toString(i), at)));
        }
        return fields;
    }

    private int number(SqlCall call) {
        return numbers.computeIfAbsent(call, added -> {
            parsers.add(parser(added));
            return parsers.size() - 1;
        });
    }

    private LogParser parser(SqlCall call) {
        SqlParserPos at = call.getParserPosition();
        String name = call.getOperator().getName();
        List<Object> arguments = new ArrayList<>();
        for (SqlNode operand : call.getOperandList().subList(Math.min(1, call.operandCount()), call.operandCount())) {
            arguments.add(literal(name, operand));
        }
        try {
            if (call.operandCount() == 0) {
                throw new IllegalArgumentException("%s takes the text to parse first".formatted(name));
            }
            return LogParsers.create(name, arguments);
        } catch (IllegalArgumentException refused) {
            throw source.error(at.getLineNum(), at.getColumnNum(), String.valueOf(refused.getMessage()));
        }
    }

    private Object literal(String function, SqlNode operand) {
        if (operand instanceof SqlCharStringLiteral text) {
            return text.getValueAs(String.class);
        }
        if (operand instanceof SqlNumericLiteral number && number.isInteger()) {
            return number.intValue(true);
        }
        throw at(operand, "%s takes literals after its first argument".formatted(function));
    }

    private AwsException at(SqlNode node, String message) {
        SqlParserPos at = node.getParserPosition();
        return source.error(at.getLineNum(), at.getColumnNum(), message);
    }

    private RelDataType type(SqlOperatorBinding call) {
        int number = Objects.requireNonNull(call.getOperandLiteralValue(1, BigDecimal.class))
                .intValue();
        int field = Objects.requireNonNull(call.getOperandLiteralValue(2, BigDecimal.class))
                .intValue();
        return SqlTypes.calcite(
                call.getTypeFactory(), parser(number).fields().get(field).type(), true);
    }
}
