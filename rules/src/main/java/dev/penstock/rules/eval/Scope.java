package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Obj;
import org.jspecify.annotations.Nullable;

/**
 * Where names are looked up: the payload, or inside a nested query first the element, then what is around it.
 *
 * @param element the element of a nested query; null at the top, where the payload is looked at when it is needed
 * @param alias the name of the element, empty when it has none
 */
record Scope(
        Evaluation evaluation,
        @Nullable Value element,
        String alias,
        @Nullable Scope outer) {

    static Scope ofPayload(Evaluation evaluation) {
        return new Scope(evaluation, null, "", null);
    }

    Scope ofElement(Value value, String name) {
        return new Scope(evaluation, value, name, this);
    }

    /** What {@code *} stands for here. */
    Value whole() {
        return element != null ? element : evaluation.message().payload().tree(evaluation.version());
    }

    /** Whether a name means something here, without looking around. */
    boolean hasOwn(String name) {
        return name.equals(alias)
                || (whole() instanceof Obj object && object.members().containsKey(name));
    }

    Value lookup(MemberKey key) {
        Scope scope = this;
        while (scope != null) {
            if (key.name().equals(scope.alias)) {
                return scope.whole();
            }
            if (scope.whole() instanceof Obj object) {
                Value member = object.member(key);
                if (!member.isUndefined()) {
                    return member;
                }
            }
            scope = scope.outer;
        }
        return Value.Undefined.INSTANCE;
    }
}
