package dev.penstock.analytics.flink;

import dev.penstock.analytics.sql.QueryText;
import dev.penstock.analytics.type.TypeKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.fun.SqlCase;

/**
 * The kind of value that an expression of the user gives, as far as it can be told from its parts. Where Flink treats kinds
 * differently from the service the translator must know it.
 */
final class Kinds {
    private static final Set<String> TEXTS = Set.of(
            "||",
            "UPPER",
            "LOWER",
            "INITCAP",
            "TRIM",
            "OVERLAY",
            "SUBSTRING",
            QueryText.SUBSTRING_COMMA,
            "REGEX_REPLACE",
            "S_SIMILAR",
            "TIMESTAMP_TO_CHAR",
            "DATE_TO_CHAR");
    private static final Set<String> DOUBLES =
            Set.of("EXP", "LN", "LOG10", "POWER", "STDDEV_POP", "STDDEV_SAMP", "VAR_POP", "VAR_SAMP", "EXP_AVG");
    private static final Set<String> OF_FIRST = Set.of(
            "SUM",
            "AVG",
            "MIN",
            "MAX",
            "FIRST_VALUE",
            "LAST_VALUE",
            "LAG",
            "NTH_VALUE",
            "ABS",
            "FLOOR",
            "CEIL",
            "CEILING",
            "COALESCE",
            "NULLIF",
            "STEP",
            "MONOTONIC");

    private static final Set<SqlKind> WRAPPERS =
            EnumSet.of(SqlKind.OVER, SqlKind.AS, SqlKind.IGNORE_NULLS, SqlKind.RESPECT_NULLS);

    private final Scope scope;

    Kinds(Scope scope) {
        this.scope = scope;
    }

    Optional<TypeKind> of(SqlNode node) {
        if (node instanceof SqlIdentifier identifier) {
            if (Clocks.isOne(identifier)) {
                return Clocks.kind(identifier);
            }
            return scope.rowTimeOf(identifier).isPresent()
                    ? Optional.of(TypeKind.TIMESTAMP)
                    : scope.find(identifier).flatMap(Scope.Found::kind);
        }
        if (node instanceof SqlLiteral literal) {
            return literal(literal);
        }
        return node instanceof SqlCall call ? call(call) : Optional.empty();
    }

    private static Optional<TypeKind> literal(SqlLiteral literal) {
        if (literal instanceof SqlNumericLiteral number) {
            return Optional.of(
                    !number.isInteger()
                            ? number.getPrec() == null ? TypeKind.DOUBLE : TypeKind.DECIMAL
                            : Objects.requireNonNull(number.bigDecimalValue())
                                                    .abs()
                                                    .precision()
                                            < 10
                                    ? TypeKind.INTEGER
                                    : TypeKind.BIGINT);
        }
        if (literal instanceof SqlCharStringLiteral) {
            return Optional.of(TypeKind.VARCHAR);
        }
        return switch (literal.getTypeName()) {
            case BOOLEAN -> Optional.of(TypeKind.BOOLEAN);
            case TIMESTAMP -> Optional.of(TypeKind.TIMESTAMP);
            case DATE -> Optional.of(TypeKind.DATE);
            case UNKNOWN -> Optional.of(TypeKind.TIMESTAMP);
            default -> Optional.empty();
        };
    }

    private Optional<TypeKind> call(SqlCall call) {
        String name = call.getOperator().getName();
        if (WRAPPERS.contains(call.getKind())) {
            return of(call.operand(0));
        }
        if (call.getKind() == SqlKind.CAST) {
            return call.operand(1) instanceof SqlDataTypeSpec type ? kind(type) : Optional.empty();
        }
        if (call instanceof SqlCase choice) {
            return choice.getThenOperands().stream()
                    .map(this::of)
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        if (OF_FIRST.contains(name) && call.operandCount() > 0) {
            return of(call.operand(0));
        }
        if (TEXTS.contains(name)) {
            return Optional.of(TypeKind.VARCHAR);
        }
        return DOUBLES.contains(name) ? Optional.of(TypeKind.DOUBLE) : other(call, name);
    }

    private Optional<TypeKind> other(SqlCall call, String name) {
        return switch (call.getKind()) {
            case PLUS, MINUS, TIMES, DIVIDE, MINUS_PREFIX, PLUS_PREFIX, MOD -> arithmetic(call);
            case EQUALS,
                    NOT_EQUALS,
                    LESS_THAN,
                    LESS_THAN_OR_EQUAL,
                    GREATER_THAN,
                    GREATER_THAN_OR_EQUAL,
                    AND,
                    OR,
                    NOT,
                    IS_NULL,
                    IS_NOT_NULL,
                    IN,
                    NOT_IN,
                    LIKE,
                    SIMILAR,
                    BETWEEN -> Optional.of(TypeKind.BOOLEAN);
            case EXTRACT -> Optional.of(TimeTranslator.isSecond(call) ? TypeKind.DECIMAL : TypeKind.BIGINT);
            case POSITION -> Optional.of(TypeKind.INTEGER);
            default ->
                switch (name) {
                    case "COUNT", "UNIX_TIMESTAMP", "TSDIFF" -> Optional.of(TypeKind.BIGINT);
                    case "CHAR_LENGTH", "CHARACTER_LENGTH" -> Optional.of(TypeKind.INTEGER);
                    case "TO_TIMESTAMP", "CHAR_TO_TIMESTAMP" -> Optional.of(TypeKind.TIMESTAMP);
                    case "CHAR_TO_DATE" -> Optional.of(TypeKind.DATE);
                    case "MOD" -> arithmetic(call);
                    default -> Optional.empty();
                };
        };
    }

    private Optional<TypeKind> arithmetic(SqlCall call) {
        Optional<TypeKind> widest = Optional.empty();
        for (SqlNode operand : call.getOperandList()) {
            Optional<TypeKind> kind = of(operand);
            if (kind.isPresent() && (widest.isEmpty() || kind.get().compareTo(widest.get()) > 0)) {
                widest = kind;
            }
        }
        return widest;
    }

    static Optional<TypeKind> kind(SqlDataTypeSpec type) {
        String name = type.getTypeName().getSimple();
        return "FLOAT".equals(name)
                ? Optional.of(TypeKind.DOUBLE)
                : List.of(TypeKind.values()).stream()
                        .filter(kind -> kind.name().equals(name))
                        .findFirst();
    }
}
