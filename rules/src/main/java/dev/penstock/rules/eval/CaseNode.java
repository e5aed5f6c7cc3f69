package dev.penstock.rules.eval;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code CASE}. Undefined when the subject is, even with an ELSE. */
final class CaseNode extends Node {
    private final Node subject;
    private final List<Branch> branches;
    private final @Nullable Node otherwise;

    record Branch(Value value, Node result) {}

    CaseNode(String source, Node subject, List<Branch> branches, @Nullable Node otherwise) {
        super(source);
        this.subject = subject;
        this.branches = branches;
        this.otherwise = otherwise;
    }

    @Override
    Value evaluate(Scope scope) {
        Node taken = taken(subject.evaluate(scope));
        return taken == null ? Value.Undefined.INSTANCE : taken.evaluate(scope);
    }

    private @Nullable Node taken(Value value) {
        if (value.isUndefined()) {
            return null;
        }
        for (Branch branch : branches) {
            if (Comparison.same(value, branch.value())) {
                return branch.result();
            }
        }
        return otherwise;
    }

    /** Shows the subject and the branch that was taken. */
    @Override
    Explained explain(Scope scope) {
        Explained value = subject.explain(scope);
        Node taken = taken(value.value());
        if (taken == null) {
            String why = value.value().isUndefined()
                    ? "%s is Undefined, and then ELSE is not taken".formatted(value.source())
                    : "no WHEN equals %s, and there is no ELSE".formatted(value.value());
            return new Explained(source(), Value.Undefined.INSTANCE, why, List.of(value));
        }
        Explained result = taken.explain(scope);
        String note = result.value().isUndefined() ? result.source() + " is Undefined" : "";
        return new Explained(source(), result.value(), note, List.of(value, result));
    }
}
