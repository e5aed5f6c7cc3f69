package dev.penstock.rules.eval;

import java.util.List;

/** The assignments of SET. Immutable. */
final class Variables {
    /** No SET. */
    static final Variables NONE = new Variables(List.of(), List.of());

    private static final int MAX_BYTES = 128 * 1024;

    private final List<String> names;
    private final List<Node> nodes;

    Variables(List<String> names, List<Node> nodes) {
        this.names = List.copyOf(names);
        this.nodes = List.copyOf(nodes);
    }

    int count() {
        return nodes.size();
    }

    Value evaluate(int slot, Scope scope) {
        return nodes.get(slot).evaluate(scope);
    }

    /**
     * The length of a value as JSON text, in bytes.
     *
     * @param before what the variables before it take
     * @throws FunctionFailed when there is no room for it
     */
    long size(int slot, Value value, long before) {
        long bytes = JsonSize.of(value);
        if (before + bytes > MAX_BYTES) {
            throw new FunctionFailed(
                    FunctionFailed.Kind.LIMIT,
                    "SET @%s: variables hold %d bytes at most, and with this one there are %d"
                            .formatted(names.get(slot), MAX_BYTES, before + bytes));
        }
        return bytes;
    }

    /** The value of a variable and where it comes from. */
    Explained explain(int slot, Scope scope) {
        Explained value = nodes.get(slot).explain(scope);
        String note = value.value().isUndefined() ? value.source() + " is Undefined" : "";
        return new Explained("@" + names.get(slot), value.value(), note, List.of(value));
    }
}
