package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Bool;
import java.util.List;

/** {@code NOT operand}; NOT Undefined is Undefined. */
final class NotNode extends Node {
    private final Node operand;

    NotNode(String source, Node operand) {
        super(source);
        this.operand = operand;
    }

    @Override
    Value evaluate(Scope scope) {
        Bool value = Coercion.bool(operand.evaluate(scope));
        return value == null ? Value.Undefined.INSTANCE : Bool.of(!value.isTrue());
    }

    @Override
    List<Node> parts() {
        return List.of(operand);
    }

    @Override
    String whyUndefined(Scope scope, List<Explained> parts) {
        return Reasons.notBooleans(parts);
    }
}
