package dev.penstock.rules.eval;

import java.util.List;

/** {@code @name}. */
final class VariableNode extends Node {
    private final int slot;

    VariableNode(String source, int slot) {
        super(source);
        this.slot = slot;
    }

    @Override
    Value evaluate(Scope scope) {
        return scope.evaluation().variable(slot);
    }

    @Override
    String whyUndefined(Scope scope, List<Explained> parts) {
        return "SET gave it Undefined";
    }
}
