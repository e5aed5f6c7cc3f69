package dev.penstock.analytics.plan;

import dev.penstock.analytics.function.TextFunctions;
import dev.penstock.analytics.function.TimeFunctions;
import dev.penstock.analytics.sql.QueryText;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.window.Aggregate;
import dev.penstock.analytics.window.SlidingFunction.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/**
 * The functions and operators that queries may use; nothing else reaches the planner. A function of our own is one line
 * here and one static method.
 */
final class Functions {
    static final String EXTRACT_SECOND = "$EXTRACT_SECOND";
    static final String SUBSTRING_REGEX = "$SUBSTRING_REGEX";
    static final String EXTRACT_PART = "$EXTRACT_PART";
    static final String FLOOR_INTERVAL = "$FLOOR_INTERVAL";
    static final String CEIL_INTERVAL = "$CEIL_INTERVAL";
    static final String STEP = "STEP";
    static final String CURRENT_ROW_TIMESTAMP = "CURRENT_ROW_TIMESTAMP";

    private static final SqlReturnTypeInference TEXT = ReturnTypes.explicit(SqlTypeName.VARCHAR, ColumnType.MAX_LENGTH);
    private static final List<SqlOperator> STANDARD = List.of(
            SqlStdOperatorTable.AND,
            SqlStdOperatorTable.OR,
            SqlStdOperatorTable.NOT,
            SqlStdOperatorTable.EQUALS,
            SqlStdOperatorTable.NOT_EQUALS,
            SqlStdOperatorTable.LESS_THAN,
            SqlStdOperatorTable.LESS_THAN_OR_EQUAL,
            SqlStdOperatorTable.GREATER_THAN,
            SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
            SqlStdOperatorTable.IS_NULL,
            SqlStdOperatorTable.IS_NOT_NULL,
            SqlStdOperatorTable.IS_TRUE,
            SqlStdOperatorTable.IS_NOT_TRUE,
            SqlStdOperatorTable.IS_FALSE,
            SqlStdOperatorTable.IS_NOT_FALSE,
            SqlStdOperatorTable.IS_UNKNOWN,
            SqlStdOperatorTable.IS_NOT_UNKNOWN,
            SqlStdOperatorTable.IS_DISTINCT_FROM,
            SqlStdOperatorTable.IS_NOT_DISTINCT_FROM,
            SqlStdOperatorTable.BETWEEN,
            SqlStdOperatorTable.NOT_BETWEEN,
            SqlStdOperatorTable.IN,
            SqlStdOperatorTable.NOT_IN,
            SqlStdOperatorTable.LIKE,
            SqlStdOperatorTable.NOT_LIKE,
            SqlStdOperatorTable.SIMILAR_TO,
            SqlStdOperatorTable.NOT_SIMILAR_TO,
            SqlStdOperatorTable.PLUS,
            SqlStdOperatorTable.MINUS,
            SqlStdOperatorTable.MULTIPLY,
            SqlStdOperatorTable.DIVIDE,
            SqlStdOperatorTable.UNARY_PLUS,
            SqlStdOperatorTable.UNARY_MINUS,
            SqlStdOperatorTable.MINUS_DATE,
            SqlStdOperatorTable.DATETIME_PLUS,
            SqlStdOperatorTable.CONCAT,
            SqlStdOperatorTable.CASE,
            SqlStdOperatorTable.CAST,
            SqlStdOperatorTable.AS,
            SqlStdOperatorTable.COALESCE,
            SqlStdOperatorTable.NULLIF,
            SqlStdOperatorTable.EXTRACT,
            SqlStdOperatorTable.FLOOR,
            SqlStdOperatorTable.CEIL,
            SqlStdOperatorTable.ABS,
            SqlStdOperatorTable.MOD,
            SqlStdOperatorTable.POWER,
            SqlStdOperatorTable.EXP,
            SqlStdOperatorTable.LN,
            SqlStdOperatorTable.LOG10,
            SqlStdOperatorTable.CHAR_LENGTH,
            SqlStdOperatorTable.CHARACTER_LENGTH,
            SqlStdOperatorTable.UPPER,
            SqlStdOperatorTable.LOWER,
            SqlStdOperatorTable.POSITION,
            SqlStdOperatorTable.OVERLAY,
            SqlStdOperatorTable.TRIM,
            SqlStdOperatorTable.SUBSTRING,
            SqlStdOperatorTable.LOCALTIMESTAMP,
            SqlStdOperatorTable.CURRENT_TIMESTAMP,
            SqlStdOperatorTable.OVERLAPS,
            SqlStdOperatorTable.CONTAINS,
            SqlStdOperatorTable.PERIOD_EQUALS,
            SqlStdOperatorTable.PRECEDES,
            SqlStdOperatorTable.SUCCEEDS,
            SqlStdOperatorTable.IMMEDIATELY_PRECEDES,
            SqlStdOperatorTable.IMMEDIATELY_SUCCEEDS,
            SqlStdOperatorTable.ROW,
            SqlStdOperatorTable.UNION_ALL,
            SqlStdOperatorTable.UNION,
            SqlStdOperatorTable.INTERSECT,
            SqlStdOperatorTable.INTERSECT_ALL,
            SqlStdOperatorTable.EXCEPT,
            SqlStdOperatorTable.EXCEPT_ALL,
            SqlStdOperatorTable.OVER,
            SqlStdOperatorTable.DESC,
            SqlStdOperatorTable.NULLS_FIRST,
            SqlStdOperatorTable.NULLS_LAST,
            SqlStdOperatorTable.IGNORE_NULLS,
            SqlStdOperatorTable.RESPECT_NULLS,
            SqlStdOperatorTable.COUNT,
            SqlStdOperatorTable.MIN,
            SqlStdOperatorTable.MAX);

    /** Names the parser gives a meaning of its own that we do not support, or only for ourselves. */
    private static final Set<String> HIDDEN =
            Set.of("AS", "OVER", "DESC", "UNION ALL", "ROW", EXTRACT_SECOND, SUBSTRING_REGEX);

    private final Map<String, SqlOperator> implementations = new LinkedHashMap<>();
    private final List<SqlOperator> own = new ArrayList<>();
    private final Map<SqlOperator, Aggregate.Function> aggregates = new LinkedHashMap<>();
    private final Map<SqlOperator, Kind> sliding = new LinkedHashMap<>();

    Functions(JavaCalls java) {
        declareText(java);
        declareTime(java);
        own.add(new StepFunction(STEP));
        declareAggregates();
        declareWindowFunctions();
    }

    private void declareText(JavaCalls java) {
        SqlTypeFamily chars = SqlTypeFamily.CHARACTER;
        SqlTypeFamily integer = SqlTypeFamily.INTEGER;
        SqlReturnTypeInference found = ReturnTypes.ARG0.andThen(SqlTypeTransforms.FORCE_NULLABLE);
        Class<?> functions = TextFunctions.class;
        Class<?> s = String.class;
        declare("INITCAP", ReturnTypes.ARG0, family(chars), java.to(functions, "initcap", s));
        declare(
                "REGEX_REPLACE",
                TEXT,
                family(chars, chars, chars, integer, integer),
                java.to(functions, "regexReplace", s, s, s, int.class, int.class));
        declare(
                QueryText.SUBSTRING_SIMILAR,
                found,
                family(chars, chars, chars),
                java.to(functions, "substringSimilar", s, s, s));
        own.add(function(
                QueryText.SUBSTRING_COMMA,
                found,
                OperandTypes.or(family(chars, integer), family(chars, integer, integer))));
        declare(SUBSTRING_REGEX, found, family(chars, chars), java.to(functions, "substringRegex", s, s));
    }

    private void declareTime(JavaCalls java) {
        SqlReturnTypeInference time = ReturnTypes.explicit(SqlTypeName.TIMESTAMP);
        SqlReturnTypeInference seconds = binding -> binding.getTypeFactory().createSqlType(SqlTypeName.DECIMAL, 5, 3);
        SqlTypeFamily chars = SqlTypeFamily.CHARACTER;
        SqlTypeFamily times = SqlTypeFamily.TIMESTAMP;
        Class<?> functions = TimeFunctions.class;
        Class<?> s = String.class;
        Class<?> millis = long.class;
        declare("UNIX_TIMESTAMP", ReturnTypes.BIGINT, family(times), java.to(functions, "unixTimestamp", millis));
        declare("TO_TIMESTAMP", time, family(SqlTypeFamily.INTEGER), java.to(functions, "toTimestamp", millis));
        declare("TSDIFF", ReturnTypes.BIGINT, family(times, times), java.to(functions, "tsdiff", millis, millis));
        declare("CHAR_TO_TIMESTAMP", time, family(chars, chars), java.to(functions, "charToTimestamp", s, s));
        declare("CHAR_TO_DATE", ReturnTypes.DATE, family(chars, chars), java.to(functions, "charToDate", s, s));
        declare("CHAR_TO_TIME", ReturnTypes.TIME, family(chars, chars), java.to(functions, "charToTime", s, s));
        declare(
                "TIME_TO_CHAR",
                TEXT,
                family(chars, SqlTypeFamily.TIME),
                java.to(functions, "timeToChar", s, int.class));
        declare("TIMESTAMP_TO_CHAR", TEXT, family(chars, times), java.to(functions, "timestampToChar", s, millis));
        declare(
                "DATE_TO_CHAR",
                TEXT,
                family(chars, SqlTypeFamily.DATE),
                java.to(functions, "dateToChar", s, int.class));
        SqlOperandTypeChecker parts =
                OperandTypes.or(family(times), family(SqlTypeFamily.TIME), family(SqlTypeFamily.DATETIME_INTERVAL));
        own.add(function(EXTRACT_SECOND, seconds, parts));
        SqlOperandTypeChecker interval = family(SqlTypeFamily.DATETIME_INTERVAL, SqlTypeFamily.DATETIME_INTERVAL);
        own.add(function(FLOOR_INTERVAL, ReturnTypes.ARG0, interval));
        own.add(function(CEIL_INTERVAL, ReturnTypes.ARG0, interval));
        own.add(function(EXTRACT_PART, ReturnTypes.BIGINT, interval));
    }

    private void declareAggregates() {
        aggregates.put(SqlStdOperatorTable.COUNT, Aggregate.Function.COUNT);
        aggregates.put(SqlStdOperatorTable.MIN, Aggregate.Function.MIN);
        aggregates.put(SqlStdOperatorTable.MAX, Aggregate.Function.MAX);
        aggregate(Aggregate.Function.SUM, ReturnTypes.ARG0_NULLABLE_IF_EMPTY);
        aggregate(Aggregate.Function.AVG, ReturnTypes.ARG0_NULLABLE_IF_EMPTY);
        SqlReturnTypeInference nullableDouble = ReturnTypes.DOUBLE.andThen(SqlTypeTransforms.FORCE_NULLABLE);
        aggregate(Aggregate.Function.VAR_POP, nullableDouble);
        aggregate(Aggregate.Function.VAR_SAMP, nullableDouble);
        aggregate(Aggregate.Function.STDDEV_POP, nullableDouble);
        aggregate(Aggregate.Function.STDDEV_SAMP, nullableDouble);
        SqlReturnTypeInference nullableTruth = ReturnTypes.BOOLEAN.andThen(SqlTypeTransforms.FORCE_NULLABLE);
        aggregate(QueryText.ANY, Aggregate.Function.MAX, nullableTruth, family(SqlTypeFamily.BOOLEAN));
        aggregate("EVERY", Aggregate.Function.MIN, nullableTruth, family(SqlTypeFamily.BOOLEAN));
        aggregates.forEach((operator, function) -> sliding.put(operator, Kind.valueOf(function.name())));
    }

    private void declareWindowFunctions() {
        SqlReturnTypeInference found = ReturnTypes.ARG0.andThen(SqlTypeTransforms.FORCE_NULLABLE);
        SqlReturnTypeInference nullableDouble = ReturnTypes.DOUBLE.andThen(SqlTypeTransforms.FORCE_NULLABLE);
        SqlOperandTypeChecker nth = family(SqlTypeFamily.ANY, SqlTypeFamily.INTEGER);
        SqlOperandTypeChecker lag = OperandTypes.or(
                OperandTypes.ANY, nth, family(SqlTypeFamily.ANY, SqlTypeFamily.INTEGER, SqlTypeFamily.ANY));
        window(Kind.FIRST_VALUE, new WindowFunction("FIRST_VALUE", found, OperandTypes.ANY, false, true));
        window(Kind.LAST_VALUE, new WindowFunction("LAST_VALUE", found, OperandTypes.ANY, false, true));
        window(Kind.NTH_VALUE, new WindowFunction("NTH_VALUE", found, nth, true, true));
        window(Kind.NTH_VALUE_LAST, new WindowFunction(QueryText.NTH_VALUE_LAST, found, nth, true, true));
        window(Kind.LAG, new WindowFunction("LAG", found, lag, true, true));
        window(
                Kind.EXP_AVG,
                new WindowFunction(
                        "EXP_AVG",
                        nullableDouble,
                        family(SqlTypeFamily.NUMERIC, SqlTypeFamily.DATETIME_INTERVAL),
                        true,
                        false));
    }

    private void window(Kind kind, SqlOperator operator) {
        own.add(operator);
        if (kind == Kind.FIRST_VALUE || kind == Kind.LAST_VALUE) {
            aggregates.put(operator, Aggregate.Function.valueOf(kind.name()));
        }
        sliding.put(operator, kind);
    }

    private void declare(
            String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands, SqlOperator implementation) {
        own.add(function(name, type, operands));
        implementations.put(name, implementation);
    }

    private static SqlFunction function(String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
        return new SqlFunction(
                name,
                SqlKind.OTHER_FUNCTION,
                type.andThen(SqlTypeTransforms.TO_NULLABLE),
                null,
                operands,
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
    }

    private void aggregate(Aggregate.Function function, SqlReturnTypeInference type) {
        aggregate(function.name(), function, type, OperandTypes.NUMERIC);
    }

    private void aggregate(
            String name, Aggregate.Function function, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
        SqlOperator operator = new PlainAggregate(name, type, operands);
        own.add(operator);
        aggregates.put(operator, function);
    }

    private static SqlOperandTypeChecker family(SqlTypeFamily... families) {
        return OperandTypes.family(families);
    }

    /** What the validator may find: these, the markers and one more. */
    SqlOperatorTable table(SqlOperator more) {
        List<SqlOperator> all = new ArrayList<>(STANDARD);
        all.addAll(own);
        all.addAll(Markers.ALL);
        all.add(more);
        return OperatorTable.of(all);
    }

    /** The method behind a function of our own. */
    Optional<SqlOperator> implementation(SqlOperator operator) {
        return own.contains(operator) ? Optional.ofNullable(implementations.get(operator.getName())) : Optional.empty();
    }

    /** What an aggregate computes; empty when it is not one of ours. */
    Optional<Aggregate.Function> aggregate(SqlOperator operator) {
        return Optional.ofNullable(aggregates.get(operator));
    }

    /** What a function computes over a sliding window; empty when it cannot stand before OVER. */
    Optional<Kind> sliding(SqlOperator operator) {
        return Optional.ofNullable(sliding.get(operator));
    }

    boolean isSliding(String name) {
        return sliding.keySet().stream().anyMatch(operator -> operator.getName().equalsIgnoreCase(name));
    }

    /** Functions that can stand before OVER, for messages. */
    String slidingNames() {
        Set<String> names = new TreeSet<>();
        sliding.keySet().forEach(operator -> names.add(operator.getName()));
        names.removeAll(Set.of(QueryText.NTH_VALUE_LAST, QueryText.ANY));
        names.add("ANY");
        return String.join(", ", names);
    }

    boolean isAggregate(String name) {
        return aggregates.keySet().stream()
                .anyMatch(operator -> operator.getName().equalsIgnoreCase(name));
    }

    /** Whether IGNORE NULLS can stand behind a function. */
    boolean isNullTreated(String name) {
        return own.stream()
                .anyMatch(operator -> operator.getName().equalsIgnoreCase(name)
                        && operator instanceof SqlAggFunction function
                        && function.allowsNullTreatment());
    }

    boolean isStandard(SqlOperator operator) {
        return STANDARD.contains(operator);
    }

    /** Whether a query may name it. */
    boolean isSupported(String name) {
        return names().contains(name.toUpperCase(Locale.ROOT));
    }

    /** Functions by name, for messages. */
    String functionNames() {
        return String.join(", ", documented());
    }

    /** Functions by the names that users know. */
    Set<String> documented() {
        Set<String> words = new TreeSet<>(names());
        words.removeIf(name -> !Character.isLetter(name.charAt(0)) || name.contains(" "));
        words.removeAll(Set.of(
                "AND",
                "OR",
                "NOT",
                "IN",
                "LIKE",
                "CASE",
                "OVERLAPS",
                "CONTAINS",
                "EQUALS",
                "PRECEDES",
                "SUCCEEDS",
                "UNION",
                "INTERSECT",
                "EXCEPT",
                QueryText.ANY,
                QueryText.SUBSTRING_COMMA,
                QueryText.SUBSTRING_SIMILAR,
                QueryText.NTH_VALUE_LAST));
        words.addAll(Set.of("ANY", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_ROW_TIMESTAMP", "LOCALTIME"));
        return words;
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        STANDARD.forEach(operator -> names.add(operator.getName().toUpperCase(Locale.ROOT)));
        own.forEach(operator -> names.add(operator.getName()));
        names.add("CEILING");
        names.add(Markers.MONOTONIC.getName());
        names.removeAll(HIDDEN);
        return names;
    }
}
