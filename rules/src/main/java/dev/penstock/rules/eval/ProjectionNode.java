package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Obj;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What follows SELECT: builds an object from items, or with VALUE gives the one item itself. */
final class ProjectionNode extends Node {
    private final boolean single;
    private final List<Item> items;
    /** The keys, when the items are at most one {@code *} that comes first, and others with one plain key each. */
    private final @Nullable ProjectedKeys keys;

    private final boolean spreadsFirst;

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
        spreadsFirst = !single && items.get(0).spreads();
        keys = single ? null : keys(spreadsFirst ? items.subList(1, items.size()) : items);
    }

    private static @Nullable ProjectedKeys keys(List<Item> items) {
        Set<String> names = new LinkedHashSet<>();
        for (Item item : items) {
            if (item.path().size() != 1 || !names.add(item.path().get(0))) {
                return null;
            }
        }
        return new ProjectedKeys(names);
    }

    List<Item> items() {
        return items;
    }

    /** Whether members of the payload come first in the result. */
    boolean spreadsFirst() {
        return spreadsFirst;
    }

    boolean isSingle() {
        return single;
    }

    @Override
    Value evaluate(Scope scope) {
        if (single) {
            return items.get(0).expression().evaluate(scope);
        }
        return keys == null ? byPath(scope) : byKey(keys, scope);
    }

    /** Passes the payload on as it is, without looking at what nobody asks for. */
    private Value byKey(ProjectedKeys plain, Scope scope) {
        ParsedMembers base = null;
        if (spreadsFirst) {
            Value whole = items.get(0).expression().evaluate(scope);
            boolean parsed = whole instanceof Obj object
                    && object.source() instanceof ParsedMembers members
                    && members.isPlain();
            if (!parsed) {
                return byPath(scope);
            }
            base = (ParsedMembers) ((Obj) whole).source();
        }
        Value[] values = new Value[plain.count()];
        int first = spreadsFirst ? 1 : 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = items.get(first + i).expression().evaluate(scope);
        }
        return new Obj(new ProjectedMembers(base, plain, values));
    }

    private Value byPath(Scope scope) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (Item item : items) {
            Value value = item.expression().evaluate(scope);
            if (item.spreads()) {
                if (!(value instanceof Obj object)) {
                    return Value.Undefined.INSTANCE;
                }
                scope.evaluation().spend(object.members().size());
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
