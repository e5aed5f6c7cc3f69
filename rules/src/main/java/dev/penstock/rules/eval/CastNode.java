package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Bool;
import dev.penstock.rules.eval.Value.Numeric;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.CastType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code CAST(operand AS type)}. */
final class CastNode extends Node {
    private final Node operand;
    private final CastType type;
    private final Numbers numbers;

    CastNode(String source, Node operand, CastType type, Numbers numbers) {
        super(source);
        this.operand = operand;
        this.type = type;
        this.numbers = numbers;
    }

    @Override
    Value evaluate(Scope scope) {
        Value value = operand.evaluate(scope);
        return switch (type) {
            case TEXT -> toText(value, scope.evaluation());
            case INT -> toInt(value);
            case DOUBLE, DECIMAL -> toDecimal(value);
            case BOOLEAN -> toBoolean(value);
        };
    }

    private static Value toText(Value value, Evaluation evaluation) {
        evaluation.spendText(Weight.of(value));
        String text = Coercion.text(value);
        return text == null ? Value.Undefined.INSTANCE : new Text(text);
    }

    /** Rounds down; negative numbers too, as {@code floor()} does. */
    private Value toInt(Value value) {
        BigDecimal number = number(value);
        return number == null ? Value.Undefined.INSTANCE : numbers.integer(number.setScale(0, RoundingMode.FLOOR));
    }

    private Value toDecimal(Value value) {
        BigDecimal number = number(value);
        return number == null ? Value.Undefined.INSTANCE : numbers.decimal(number);
    }

    private static Value toBoolean(Value value) {
        if (value instanceof Numeric number) {
            return Bool.of(number.decimal().signum() != 0);
        }
        Bool bool = Coercion.bool(value);
        return bool == null ? Value.Undefined.INSTANCE : bool;
    }

    private static @Nullable BigDecimal number(Value value) {
        return value instanceof Bool bool ? bool.isTrue() ? BigDecimal.ONE : BigDecimal.ZERO : Coercion.number(value);
    }

    @Override
    List<Node> parts() {
        return List.of(operand);
    }

    @Override
    String whyUndefined(Scope scope, List<Explained> parts) {
        String undefined = firstUndefined(parts);
        Value value = parts.get(0).value();
        return undefined.isEmpty()
                ? "%s%s does not convert".formatted(Members.a(value), value instanceof Text ? " " + value : "")
                : undefined;
    }
}
