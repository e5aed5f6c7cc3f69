package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Array;
import dev.penstock.rules.eval.Value.Bool;

/** {@code EXISTS (query)}: whether the query yields anything; Undefined when there is nothing to query. */
final class ExistsNode extends Node {
    private final Node query;
    private final Node from;

    ExistsNode(String source, Node query, Node from) {
        super(source);
        this.query = query;
        this.from = from;
    }

    @Override
    Value evaluate(Scope scope) {
        Value source = from.evaluate(scope);
        if (source instanceof Array) {
            return Bool.of(query.evaluate(scope) instanceof Array found
                    && !found.elements().isEmpty());
        }
        return source instanceof Value.Obj ? Bool.of(!query.evaluate(scope).isUndefined()) : Value.Undefined.INSTANCE;
    }

    @Override
    Explained explain(Scope scope) {
        Explained inner = query.explain(scope);
        return new Explained(source(), attempt(scope), inner.note(), inner.parts());
    }
}
