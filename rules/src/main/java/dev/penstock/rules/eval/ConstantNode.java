package dev.penstock.rules.eval;

import java.util.List;

/** A literal. */
final class ConstantNode extends Node {
    private final Value value;

    ConstantNode(String source, Value value) {
        super(source);
        this.value = value;
    }

    @Override
    Value evaluate(Scope scope) {
        return value;
    }

    @Override
    Explained explain(Scope scope) {
        return new Explained(source(), value, "", true, List.of());
    }
}
