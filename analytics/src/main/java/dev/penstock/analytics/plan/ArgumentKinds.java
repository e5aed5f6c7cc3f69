package dev.penstock.analytics.plan;

import dev.penstock.analytics.type.TypeKind;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * What kind of value an argument is, as far as its form tells before Calcite has seen the query: columns, literals, casts,
 * functions of the code, and arithmetic of them. It decides between functions of one name and nothing else.
 */
final class ArgumentKinds {
    private final Scope scope;
    private final Function<SqlCall, Optional<TypeKind>> functions;

    /** @param functions knows what the functions give that the code creates */
    ArgumentKinds(Scope scope, Function<SqlCall, Optional<TypeKind>> functions) {
        this.scope = scope;
        this.functions = functions;
    }

    /** @param isExact whether the kinds must be the same; else it is enough that both are numbers, texts and so on */
    boolean are(SqlCall call, List<TypeKind> parameters, boolean isExact) {
        for (int i = 0; i < parameters.size(); i++) {
            TypeKind wanted = parameters.get(i);
            boolean fits = of(call.operand(i))
                    .filter(kind -> kind == wanted || (!isExact && areAlike(kind, wanted)))
                    .isPresent();
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean areAlike(TypeKind one, TypeKind other) {
        return (one.isNumeric() && other.isNumeric())
                || (one.isText() && other.isText())
                || (one.isBinary() && other.isBinary());
    }

    private Optional<TypeKind> of(SqlNode node) {
        if (node instanceof SqlIdentifier identifier) {
            return scope.kind(identifier);
        }
        if (node instanceof SqlLiteral literal) {
            return ofLiteral(literal);
        }
        if (!(node instanceof SqlCall call)) {
            return Optional.empty();
        }
        return switch (call.getKind()) {
            case CAST -> call.operand(1) instanceof SqlDataTypeSpec type ? named(type) : Optional.empty();
            case PLUS, MINUS, TIMES, DIVIDE -> wider(of(call.operand(0)), of(call.operand(1)));
            case MINUS_PREFIX, PLUS_PREFIX -> of(call.operand(0));
            default ->
                call.getOperator().getName().equals("||") ? Optional.of(TypeKind.VARCHAR) : functions.apply(call);
        };
    }

    private static Optional<TypeKind> ofLiteral(SqlLiteral literal) {
        return switch (literal.getTypeName()) {
            case CHAR -> Optional.of(TypeKind.VARCHAR);
            case BOOLEAN -> Optional.of(TypeKind.BOOLEAN);
            case DECIMAL -> Optional.of(literal.bigDecimalValue().scale() > 0 ? TypeKind.DECIMAL : TypeKind.INTEGER);
            case DOUBLE -> Optional.of(TypeKind.DOUBLE);
            case DATE -> Optional.of(TypeKind.DATE);
            case TIME -> Optional.of(TypeKind.TIME);
            case TIMESTAMP -> Optional.of(TypeKind.TIMESTAMP);
            default -> Optional.empty();
        };
    }

    private static Optional<TypeKind> named(SqlDataTypeSpec type) {
        SqlTypeName name = SqlTypeName.get(type.getTypeName().getSimple());
        return name == null ? Optional.empty() : SqlTypes.kind(name);
    }

    private static Optional<TypeKind> wider(Optional<TypeKind> one, Optional<TypeKind> other) {
        if (one.filter(TypeKind::isNumeric).isEmpty()
                || other.filter(TypeKind::isNumeric).isEmpty()) {
            return Optional.empty();
        }
        return one.get().compareTo(other.get()) < 0 ? other : one;
    }
}
