package dev.penstock.rules.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** <code>{'key': value}</code>; Undefined members are left out. */
final class ObjectNode extends Node {
    private final List<String> keys;
    private final List<Node> values;

    ObjectNode(String source, List<String> keys, List<Node> values) {
        super(source);
        this.keys = keys;
        this.values = values;
    }

    @Override
    Value evaluate(Scope scope) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            Value value = values.get(i).evaluate(scope);
            if (!value.isUndefined()) {
                members.put(keys.get(i), value);
            }
        }
        return new Value.Obj(members);
    }

    @Override
    List<Node> parts() {
        return values;
    }
}
