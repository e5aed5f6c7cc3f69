package dev.penstock.rules.eval;

import java.util.ArrayList;
import java.util.List;

/** {@code [a, b]}; Undefined elements are left out. */
final class ArrayNode extends Node {
    private final List<Node> elements;

    ArrayNode(String source, List<Node> elements) {
        super(source);
        this.elements = elements;
    }

    @Override
    Value evaluate(Scope scope) {
        List<Value> values = new ArrayList<>(elements.size());
        for (Node element : elements) {
            Value value = element.evaluate(scope);
            if (!value.isUndefined()) {
                values.add(value);
            }
        }
        return new Value.Array(values);
    }

    @Override
    List<Node> parts() {
        return elements;
    }
}
