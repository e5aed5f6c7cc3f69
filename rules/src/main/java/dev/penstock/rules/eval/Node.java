package dev.penstock.rules.eval;

import java.util.List;

/** One compiled operator. Immutable; {@link #evaluate} is the hot path, {@link #explain} the talkative one. */
abstract class Node {
    private final String source;

    /** @param source the expression as written, on one line */
    Node(String source) {
        this.source = source;
    }

    final String source() {
        return source;
    }

    abstract Value evaluate(Scope scope);

    /** The operands whose values an explanation shows. */
    List<Node> parts() {
        return List.of();
    }

    /** Why the value is Undefined, given that it is. */
    String whyUndefined(Scope scope, List<Explained> parts) {
        return firstUndefined(parts);
    }

    Explained explain(Scope scope) {
        List<Explained> parts =
                parts().stream().map(part -> part.explain(scope)).toList();
        try {
            Value value = evaluate(scope);
            return new Explained(source, value, value.isUndefined() ? whyUndefined(scope, parts) : "", parts);
        } catch (FunctionFailed failed) {
            String inside = firstUndefined(parts);
            return new Explained(source, Value.Undefined.INSTANCE, inside.isEmpty() ? failed.reason() : inside, parts);
        }
    }

    /** The value to show where {@link #explain} is overridden: without an answer it is Undefined. */
    final Value attempt(Scope scope) {
        try {
            return evaluate(scope);
        } catch (FunctionFailed failed) {
            return Value.Undefined.INSTANCE;
        }
    }

    /** {@code x is Undefined} for the first part that is; empty when none is. */
    static String firstUndefined(List<Explained> parts) {
        return parts.stream()
                .filter(part -> part.value().isUndefined())
                .findFirst()
                .map(part -> part.source() + " is Undefined")
                .orElse("");
    }
}
