package dev.penstock.rules.eval;

import java.math.BigDecimal;
import java.util.List;

/** {@code -operand}: numbers, and Strings that are numbers. */
final class NegateNode extends Node {
    private final Node operand;
    private final Numbers numbers;

    NegateNode(String source, Node operand, Numbers numbers) {
        super(source);
        this.operand = operand;
        this.numbers = numbers;
    }

    @Override
    Value evaluate(Scope scope) {
        Value value = operand.evaluate(scope);
        BigDecimal number = Coercion.number(value);
        if (number == null) {
            return Value.Undefined.INSTANCE;
        }
        return value instanceof Value.Int ? new Value.Int(number.negate()) : numbers.decimal(number.negate());
    }

    @Override
    List<Node> parts() {
        return List.of(operand);
    }

    @Override
    String whyUndefined(Scope scope, List<Explained> parts) {
        return Reasons.notNumbers(parts);
    }
}
