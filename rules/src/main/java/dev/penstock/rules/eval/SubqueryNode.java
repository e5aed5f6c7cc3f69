package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Array;
import dev.penstock.rules.eval.Value.Bool;
import dev.penstock.rules.eval.Value.Obj;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A nested query: over an Array it gives an Array, over an Object what SELECT makes of that one object. */
final class SubqueryNode extends Node {
    private static final int EXPLAINED_ELEMENTS = 3;
    /** What is written shows how much there is to do for each element. */
    private static final int CHARACTERS_PER_NODE = 8;

    private final Node from;
    private final String alias;
    private final @Nullable Node where;
    private final ProjectionNode projection;
    private final int stepsPerElement;

    SubqueryNode(String source, Node from, String alias, @Nullable Node where, ProjectionNode projection) {
        super(source);
        this.from = from;
        this.alias = alias;
        this.where = where;
        this.projection = projection;
        stepsPerElement = 1 + source.length() / CHARACTERS_PER_NODE;
    }

    @Override
    Value evaluate(Scope scope) {
        return over(from.evaluate(scope), scope);
    }

    /** What is queried. */
    Value source(Scope scope) {
        return from.evaluate(scope);
    }

    /** The result for what is queried. */
    Value over(Value value, Scope scope) {
        if (value instanceof Array array) {
            return overArray(array, scope);
        }
        if (value instanceof Obj object) {
            Scope inner = scope.ofElement(object, alias);
            return passes(inner) ? projection.evaluate(inner) : Value.Undefined.INSTANCE;
        }
        return Value.Undefined.INSTANCE;
    }

    private Value overArray(Array array, Scope scope) {
        Evaluation evaluation = scope.evaluation();
        long around = evaluation.iteration();
        List<Value> results = new ArrayList<>();
        try {
            int index = 0;
            for (Value element : array.elements()) {
                evaluation.spend(stepsPerElement);
                evaluation.iteration(Randomness.mix(around, index++));
                Scope inner = scope.ofElement(element, alias);
                if (passes(inner)) {
                    Value result = projection.evaluate(inner);
                    if (!result.isUndefined()) {
                        results.add(result);
                    }
                }
            }
        } finally {
            evaluation.iteration(around);
        }
        return new Array(results);
    }

    private boolean passes(Scope inner) {
        return where == null || where.evaluate(inner) == Bool.TRUE;
    }

    /** Shows what is queried, and for the first elements whether they pass and why. */
    @Override
    Explained explain(Scope scope) {
        Explained source = from.explain(scope);
        Value value = attempt(scope);
        List<Explained> parts = new ArrayList<>(List.of(source));
        String note;
        if (source.value() instanceof Array array && value instanceof Array results) {
            note = "%d of %d elements"
                    .formatted(results.elements().size(), array.elements().size());
            explainElements(array, scope, parts);
        } else if (source.value() instanceof Obj) {
            note = value.isUndefined() ? "its WHERE is not true" : "over one object";
        } else if (source.value().isUndefined()) {
            note = source.source() + " is Undefined";
        } else {
            note = "%s is %s, neither an Array nor an Object".formatted(source.source(), Members.a(source.value()));
        }
        return new Explained(source(), value, note, parts);
    }

    private void explainElements(Array array, Scope scope, List<Explained> parts) {
        Evaluation evaluation = scope.evaluation();
        if (where == null || evaluation.isExhausted()) {
            return;
        }
        long around = evaluation.iteration();
        for (int i = 0; i < Math.min(EXPLAINED_ELEMENTS, array.elements().size()); i++) {
            evaluation.iteration(Randomness.mix(around, i));
            Explained condition = where.explain(scope.ofElement(array.elements().get(i), alias));
            parts.add(new Explained(
                    "element %d: %s".formatted(i, condition.source()),
                    condition.value(),
                    condition.note(),
                    condition.parts()));
        }
        evaluation.iteration(around);
    }
}
