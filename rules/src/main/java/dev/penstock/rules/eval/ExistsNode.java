package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Array;
import dev.penstock.rules.eval.Value.Bool;

/** {@code EXISTS (query)}: whether the query yields anything; Undefined when there is nothing to query. */
final class ExistsNode extends Node {
    private final SubqueryNode query;

    ExistsNode(String source, SubqueryNode query) {
        super(source);
        this.query = query;
    }

    @Override
    Value evaluate(Scope scope) {
        Value source = query.source(scope);
        if (source instanceof Array) {
            return Bool.of(query.over(source, scope) instanceof Array found
                    && !found.elements().isEmpty());
        }
        return source instanceof Value.Obj
                ? Bool.of(!query.over(source, scope).isUndefined())
                : Value.Undefined.INSTANCE;
    }

    @Override
    Explained explain(Scope scope) {
        Explained inner = query.explain(scope);
        return new Explained(source(), attempt(scope), inner.note(), inner.parts());
    }
}
