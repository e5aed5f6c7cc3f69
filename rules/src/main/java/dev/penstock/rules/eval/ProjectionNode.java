package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Obj;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What follows SELECT: builds an object from items, or with VALUE gives the one item itself. */
final class ProjectionNode extends Node {
    private final boolean single;
    private final List<Item> items;

    /** @param path the key, in parts; empty for a bare {@code *} and under VALUE */
    record Item(Node expression, List<String> path, String source) {
        boolean spreads() {
            return path.isEmpty();
        }
    }

    /** @param single whether the one item is the result itself */
    ProjectionNode(String source, boolean single, List<Item> items) {
        super(source);
        this.single = single;
        this.items = items;
    }

    List<Item> items() {
        return items;
    }

    boolean isSingle() {
        return single;
    }

    @Override
    Value evaluate(Scope scope) {
        if (single) {
            return items.get(0).expression().evaluate(scope);
        }
        Map<String, Value> members = new LinkedHashMap<>();
        for (Item item : items) {
            Value value = item.expression().evaluate(scope);
            if (item.spreads()) {
                if (!(value instanceof Obj object)) {
                    return Value.Undefined.INSTANCE;
                }
                members.putAll(object.members());
            } else if (!value.isUndefined()) {
                put(members, item.path(), 0, value);
            }
        }
        return new Obj(members);
    }

    /** A dotted alias nests; what is there already is kept when it is an object, else the later item wins. */
    private static void put(Map<String, Value> members, List<String> path, int depth, Value value) {
        String key = path.get(depth);
        if (depth == path.size() - 1) {
            members.put(key, value);
            return;
        }
        Map<String, Value> inner = new LinkedHashMap<>();
        if (members.get(key) instanceof Obj present) {
            inner.putAll(present.members());
        }
        put(inner, path, depth + 1, value);
        members.put(key, new Obj(inner));
    }
}
