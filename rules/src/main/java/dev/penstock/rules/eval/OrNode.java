package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Bool;
import java.util.List;

/**
 * {@code a OR b OR ...}. Undefined as soon as one operand is neither true nor false, even beside a true one: so says the
 * operator table.
 */
final class OrNode extends Node {
    private final Node[] operands;

    OrNode(String source, List<Node> operands) {
        super(source);
        this.operands = operands.toArray(new Node[0]);
    }

    @Override
    Value evaluate(Scope scope) {
        boolean any = false;
        for (Node operand : operands) {
            Bool value = Coercion.bool(operand.evaluate(scope));
            if (value == null) {
                return Value.Undefined.INSTANCE;
            }
            any |= value.isTrue();
        }
        return Bool.of(any);
    }

    @Override
    List<Node> parts() {
        return List.of(operands);
    }

    @Override
    String whyUndefined(Scope scope, List<Explained> parts) {
        return Reasons.notBooleans(parts);
    }
}
