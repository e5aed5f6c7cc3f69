package dev.penstock.analytics.plan;

import dev.penstock.analytics.function.NumberFunctions;
import dev.penstock.analytics.function.TextFunctions;
import dev.penstock.analytics.function.TimeFunctions;
import dev.penstock.analytics.sql.QueryText;
import dev.penstock.analytics.type.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Rewrites expressions so that the code generated for them gives the service's results where Calcite's differ: rounding
 * CAST, no infinite numbers, no silent overflow, blank-padded comparison. Whatever operator it does not know is refused.
 */
final class Semantics extends RexShuttle {
    private final RexBuilder rex;
    private final Functions functions;
    private final CastRules casts;
    private final Intervals intervals;

    Semantics(RexBuilder rex, Functions functions, JavaCalls java) {
        this.rex = rex;
        this.functions = functions;
        this.casts = new CastRules(rex, java);
        this.intervals = new Intervals(casts);
    }

    @Override
    public RexNode visitCall(RexCall original) {
        RexCall call = (RexCall) super.visitCall(original);
        return switch (call.getKind()) {
            case AND, OR, NOT, IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE -> call;
            case EQUALS,
                    NOT_EQUALS,
                    LESS_THAN,
                    LESS_THAN_OR_EQUAL,
                    GREATER_THAN,
                    GREATER_THAN_OR_EQUAL,
                    IS_DISTINCT_FROM,
                    IS_NOT_DISTINCT_FROM -> comparison(call);
            case PLUS, MINUS, TIMES, DIVIDE, MOD, MINUS_PREFIX -> arithmetic(call);
            case PLUS_PREFIX -> call.getOperands().get(0);
            case CAST -> cast(call);
            case CASE -> caseValue(call);
            case COALESCE -> sameTypes(call);
            case LIKE -> match(call, "like");
            case SIMILAR -> match(call, "similar");
            case FLOOR, CEIL -> rounding(call);
            case EXTRACT -> call;
            case TRIM, POSITION -> call;
            default -> function(call);
        };
    }

    private RexNode cast(RexCall call) {
        try {
            return casts.cast(call.getOperands().get(0), call.getType());
        } catch (Unsupported refusal) {
            throw new Unsupported(String.valueOf(refusal.getMessage()), call.getParserPosition());
        }
    }

    private RexNode comparison(RexCall call) {
        RexNode left = call.getOperands().get(0);
        RexNode right = call.getOperands().get(1);
        Optional<TypeKind> from = SqlTypes.kind(left.getType());
        Optional<TypeKind> to = SqlTypes.kind(right.getType());
        if (from.isEmpty() || to.isEmpty()) {
            boolean isInterval = isDayTime(left) && isDayTime(right);
            boolean isNull = isNull(left) || isNull(right);
            if (isInterval || isNull) {
                return call;
            }
            throw refused(call);
        }
        RelDataType common = common(from.get(), to.get()).orElseThrow(() -> refused(call));
        return call.clone(call.getType(), List.of(compared(left, common), compared(right, common)));
    }

    private RexNode compared(RexNode value, RelDataType common) {
        TypeKind kind = SqlTypes.kind(value.getType()).orElseThrow();
        if (kind.isText()) {
            // A CHAR column is filled up with blanks, which do not count.
            return common.getSqlTypeName() == SqlTypeName.CHAR
                    ? casts.call(TextFunctions.class, "unpadded", value.getType(), List.of(value), String.class)
                    : value;
        }
        if (kind.isBinary()) {
            return value;
        }
        boolean isDecimal = kind == TypeKind.DECIMAL && common.getSqlTypeName() == SqlTypeName.DECIMAL;
        return isDecimal ? value : casts.cast(value, common);
    }

    /** The type in which two values are compared; CHAR stands for texts without their trailing blanks. */
    private Optional<RelDataType> common(TypeKind left, TypeKind right) {
        if (left.isText() && right.isText()) {
            boolean isPadded = left == TypeKind.CHAR || right == TypeKind.CHAR;
            return Optional.of(casts.type(isPadded ? SqlTypeName.CHAR : SqlTypeName.VARCHAR));
        }
        if (left.isBinary() && right.isBinary()) {
            return Optional.of(casts.type(SqlTypeName.VARBINARY));
        }
        if (left.isNumeric() && right.isNumeric()) {
            return Optional.of(number(left, right));
        }
        boolean isTime = isTime(left) && isTime(right);
        if (left != right && !isTime) {
            return Optional.empty();
        }
        return Optional.of(casts.type(left != right ? SqlTypeName.TIMESTAMP : SqlTypeName.valueOf(left.name())));
    }

    private RelDataType number(TypeKind left, TypeKind right) {
        if (left.isApproximate() || right.isApproximate()) {
            return casts.type(SqlTypeName.DOUBLE);
        }
        return left == TypeKind.DECIMAL || right == TypeKind.DECIMAL ? decimal(0) : casts.type(SqlTypeName.BIGINT);
    }

    private RexNode arithmetic(RexCall call) {
        Optional<TypeKind> kind = SqlTypes.kind(call.getType());
        boolean isNumeric = kind.filter(TypeKind::isNumeric).isPresent()
                && call.getOperands().stream()
                        .allMatch(operand -> SqlTypes.kind(operand.getType())
                                .filter(TypeKind::isNumeric)
                                .isPresent());
        if (!isNumeric) {
            return timeArithmetic(call);
        }
        if (kind.get().isInteger()) {
            return integer(call);
        }
        return kind.get() == TypeKind.DECIMAL ? decimal(call) : approximate(call, kind.get());
    }

    private RexNode integer(RexCall call) {
        if (call.getKind() == SqlKind.DIVIDE || call.getKind() == SqlKind.MOD) {
            RelDataType bigint = casts.type(SqlTypeName.BIGINT);
            String method = call.getKind() == SqlKind.DIVIDE ? "divide" : "mod";
            RexNode result =
                    casts.call(NumberFunctions.class, method, bigint, operandsAs(call, bigint), long.class, long.class);
            return casts.cast(result, call.getType());
        }
        SqlOperator checked = switch (call.getKind()) {
            case PLUS -> SqlStdOperatorTable.CHECKED_PLUS;
            case MINUS -> SqlStdOperatorTable.CHECKED_MINUS;
            case TIMES -> SqlStdOperatorTable.CHECKED_MULTIPLY;
            default -> SqlStdOperatorTable.CHECKED_UNARY_MINUS;
        };
        return rex.makeCall(call.getType(), checked, operandsAs(call, call.getType()));
    }

    private RexNode decimal(RexCall call) {
        if (call.getKind() == SqlKind.MOD) {
            throw refused(call);
        }
        List<RexNode> operands = new ArrayList<>();
        for (RexNode operand : call.getOperands()) {
            operands.add(
                    operand.getType().getSqlTypeName() == SqlTypeName.DECIMAL
                            ? operand
                            : casts.cast(operand, decimal(0)));
        }
        if (call.getKind() == SqlKind.DIVIDE) {
            operands.add(casts.literal(call.getType().getScale()));
            return casts.call(
                    NumberFunctions.class,
                    "divide",
                    call.getType(),
                    operands,
                    BigDecimal.class,
                    BigDecimal.class,
                    int.class);
        }
        return call.clone(call.getType(), operands);
    }

    private RexNode approximate(RexCall call, TypeKind kind) {
        RelDataType wide = casts.type(SqlTypeName.DOUBLE);
        List<RexNode> operands = operandsAs(call, wide);
        RexNode result = switch (call.getKind()) {
            case DIVIDE -> casts.call(NumberFunctions.class, "divide", wide, operands, double.class, double.class);
            case PLUS, MINUS, TIMES, MINUS_PREFIX -> finite(casts.call(call.getOperator(), wide, operands));
            default -> throw refused(call);
        };
        return kind == TypeKind.REAL ? casts.cast(result, call.getType()) : result;
    }

    private RexNode timeArithmetic(RexCall call) {
        return intervals.arithmetic(call).orElseGet(() -> ofTimestamps(call));
    }

    private RexNode ofTimestamps(RexCall call) {
        SqlKind kind = call.getKind();
        boolean isSum = (kind == SqlKind.PLUS || kind == SqlKind.MINUS)
                && call.getOperands().size() == 2
                && SqlTypes.kind(call.getType())
                        .filter(TypeKind.TIMESTAMP::equals)
                        .isPresent();
        boolean isDifference = kind == SqlKind.MINUS
                && isDayTime(call)
                && call.getOperands().stream()
                        .allMatch(operand -> operand.getType().getSqlTypeName() == SqlTypeName.TIMESTAMP);
        if (isSum || isDifference) {
            return call;
        }
        throw refused(call);
    }

    private RexNode caseValue(RexCall call) {
        List<RexNode> operands = new ArrayList<>(call.getOperands());
        for (int i = 0; i < operands.size(); i++) {
            boolean isValue = i % 2 == 1 || i == operands.size() - 1;
            if (isValue) {
                operands.set(i, as(operands.get(i), call.getType()));
            }
        }
        return call.clone(call.getType(), operands);
    }

    private RexNode sameTypes(RexCall call) {
        List<RexNode> operands = new ArrayList<>();
        call.getOperands().forEach(operand -> operands.add(as(operand, call.getType())));
        return call.clone(call.getType(), operands);
    }

    private RexNode as(RexNode value, RelDataType type) {
        boolean isSame = value.getType().getSqlTypeName() == type.getSqlTypeName();
        return isSame && type.getSqlTypeName() != SqlTypeName.DECIMAL ? value : casts.cast(value, type);
    }

    private RexNode rounding(RexCall call) {
        RexNode value = call.getOperands().get(0);
        if (call.getOperands().size() == 2) {
            return call;
        }
        TypeKind kind =
                SqlTypes.kind(value.getType()).filter(TypeKind::isNumeric).orElseThrow(() -> refused(call));
        if (kind.isInteger()) {
            return value;
        }
        if (kind == TypeKind.REAL) {
            RelDataType wide = casts.type(SqlTypeName.DOUBLE);
            return casts.cast(casts.call(call.getOperator(), wide, List.of(casts.cast(value, wide))), call.getType());
        }
        return call;
    }

    private RexNode function(RexCall call) {
        Optional<SqlOperator> own = functions.implementation(call.getOperator());
        if (own.isPresent()) {
            return casts.call(own.get(), call.getType(), asParameters(call));
        }
        return switch (call.getOperator().getName()) {
            case Functions.STEP -> step(call);
            case "MONOTONIC", "$STAGGER" -> call.getOperands().get(0);
            case "$ARGUMENT", "$RESULT" -> cast(call);
            case "ABS" -> abs(call);
            case "LOG10" ->
                casts.call(
                        NumberFunctions.class,
                        "log10",
                        call.getType(),
                        operandsAs(call, casts.type(SqlTypeName.DOUBLE)),
                        double.class);
            case "POWER", "EXP", "LN" ->
                finite(rex.makeCall(
                        call.getType(), call.getOperator(), operandsAs(call, casts.type(SqlTypeName.DOUBLE))));
            case "OVERLAY" -> overlay(call);
            case QueryText.SUBSTRING_COMMA -> substringComma(call);
            case Functions.EXTRACT_SECOND, Functions.EXTRACT_PART, Functions.FLOOR_INTERVAL, Functions.CEIL_INTERVAL ->
                intervals.function(call);
            case "SUBSTRING" -> call.clone(call.getType(), asParameters(call));
            case "CHAR_LENGTH", "CHARACTER_LENGTH", "UPPER", "LOWER", "LOCALTIMESTAMP", "CURRENT_TIMESTAMP" -> call;
            case "||" -> {
                if (SqlTypes.kind(call.getType()).filter(TypeKind::isText).isEmpty()) {
                    throw refused(call);
                }
                yield call;
            }
            default -> throw refused(call);
        };
    }

    /** Whole numbers as the methods take them: times are long as they are, other numbers int or long. */
    private List<RexNode> asParameters(RexCall call) {
        boolean takesLong = call.getOperator().getName().equals("TO_TIMESTAMP");
        RelDataType number = casts.type(takesLong ? SqlTypeName.BIGINT : SqlTypeName.INTEGER);
        List<RexNode> arguments = new ArrayList<>();
        for (RexNode operand : call.getOperands()) {
            boolean isNumber =
                    SqlTypes.kind(operand.getType()).filter(TypeKind::isInteger).isPresent();
            arguments.add(isNumber ? casts.cast(operand, number) : operand);
        }
        return arguments;
    }

    private RexNode step(RexCall call) {
        RexNode size = call.getOperands().get(1);
        if (isDayTime(size)) {
            if (size instanceof RexLiteral literal && StepSize.millis(literal) > 0) {
                return casts.call(
                        TimeFunctions.class, "stepTime", call.getType(), call.getOperands(), long.class, long.class);
            }
            throw new Unsupported("STEP needs an interval literal greater than 0");
        }
        RelDataType bigint = casts.type(SqlTypeName.BIGINT);
        RexNode result =
                casts.call(TimeFunctions.class, "stepNumber", bigint, operandsAs(call, bigint), long.class, long.class);
        return casts.cast(result, call.getType());
    }

    private RexNode abs(RexCall call) {
        TypeKind kind =
                SqlTypes.kind(call.getType()).filter(TypeKind::isNumeric).orElseThrow(() -> refused(call));
        if (!kind.isInteger()) {
            return kind == TypeKind.REAL ? approximateAbs(call) : call;
        }
        RelDataType bigint = casts.type(SqlTypeName.BIGINT);
        RexNode result = casts.call(NumberFunctions.class, "abs", bigint, operandsAs(call, bigint), long.class);
        return casts.cast(result, call.getType());
    }

    private RexNode approximateAbs(RexCall call) {
        RelDataType wide = casts.type(SqlTypeName.DOUBLE);
        return casts.cast(casts.call(call.getOperator(), wide, operandsAs(call, wide)), call.getType());
    }

    private RexNode overlay(RexCall call) {
        Class<?>[] parameters = call.getOperands().size() == 3
                ? new Class<?>[] {String.class, String.class, int.class}
                : new Class<?>[] {String.class, String.class, int.class, int.class};
        return casts.call(TextFunctions.class, "overlay", call.getType(), asParameters(call), parameters);
    }

    private RexNode substringComma(RexCall call) {
        Class<?>[] parameters = call.getOperands().size() == 2
                ? new Class<?>[] {String.class, int.class}
                : new Class<?>[] {String.class, int.class, int.class};
        RelDataType type = rex.getTypeFactory().createTypeWithNullability(call.getType(), true);
        RexNode part =
                rex.makeCall(type, casts.method(TextFunctions.class, "substringComma", parameters), asParameters(call));
        return part;
    }

    private RexNode match(RexCall call, String method) {
        Class<?>[] parameters = new Class<?>[call.getOperands().size()];
        Arrays.fill(parameters, String.class);
        RexNode matches = casts.call(TextFunctions.class, method, call.getType(), call.getOperands(), parameters);
        boolean isNegated = call.getOperator().getName().startsWith("NOT ");
        return isNegated ? rex.makeCall(SqlStdOperatorTable.NOT, matches) : matches;
    }

    private List<RexNode> operandsAs(RexCall call, RelDataType type) {
        List<RexNode> operands = new ArrayList<>();
        call.getOperands().forEach(operand -> operands.add(casts.cast(operand, type)));
        return operands;
    }

    private RexNode finite(RexNode value) {
        return casts.call(NumberFunctions.class, "finite", value.getType(), List.of(value), double.class);
    }

    private RelDataType decimal(int scale) {
        return rex.getTypeFactory().createSqlType(SqlTypeName.DECIMAL, 19, scale);
    }

    private static boolean isTime(TypeKind kind) {
        return kind == TypeKind.DATE || kind == TypeKind.TIMESTAMP;
    }

    private static boolean isNull(RexNode value) {
        return value.getType().getSqlTypeName() == SqlTypeName.NULL;
    }

    private static boolean isDayTime(RexNode value) {
        SqlIntervalQualifier unit = value.getType().getIntervalQualifier();
        return unit != null && !unit.isYearMonth();
    }

    private static Unsupported refused(RexCall call) {
        List<String> types = call.getOperands().stream()
                .map(operand -> operand.getType().toString())
                .toList();
        return new Unsupported(
                "%s of %s is not supported".formatted(call.getOperator().getName(), String.join(" and ", types)),
                call.getParserPosition());
    }
}
