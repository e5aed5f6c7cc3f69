package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Bool;
import java.util.List;

/**
 * {@code a AND b AND ...}. Undefined as soon as one operand is neither true nor false, even beside a false one: so says
 * the operator table.
 */
final class AndNode extends Node {
    private final Node[] operands;

    AndNode(String source, List<Node> operands) {
        super(source);
        this.operands = operands.toArray(new Node[0]);
    }

    @Override
    Value evaluate(Scope scope) {
        boolean all = true;
        for (Node operand : operands) {
            Bool value = Coercion.bool(operand.evaluate(scope));
            if (value == null) {
                return Value.Undefined.INSTANCE;
            }
            all &= value.isTrue();
        }
        return Bool.of(all);
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
