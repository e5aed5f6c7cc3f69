package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Obj;
import java.util.List;

/** A member of the payload, or inside a nested query of the element. */
final class NameNode extends Node {
    static final int NO_SLOT = -1;

    private final String name;
    private final MemberKey key;
    private final int slot;

    /** @param slot where the evaluation keeps it; {@link #NO_SLOT} where it may stand for different things */
    NameNode(String name, int slot) {
        super(name);
        this.name = name;
        this.slot = slot;
        key = new MemberKey(name);
    }

    @Override
    Value evaluate(Scope scope) {
        return slot == NO_SLOT ? scope.lookup(key) : scope.evaluation().member(slot, key);
    }

    /** Says when a nested query reads past its element, which may not be meant. */
    @Override
    Explained explain(Scope scope) {
        Explained plain = super.explain(scope);
        boolean fromOutside =
                scope.element() != null && !scope.hasOwn(name) && !plain.value().isUndefined();
        return fromOutside ? plain.noting("not in the element, taken from around it") : plain;
    }

    @Override
    String whyUndefined(Scope scope, List<Explained> parts) {
        Payload payload = scope.evaluation().message().payload();
        if (scope.element() instanceof Obj element) {
            return Members.missing(name, element, "the element (nor in the payload)");
        }
        if (scope.element() != null) {
            return "the element is %s, which has no members".formatted(Members.a(scope.element()));
        }
        if (payload.bytes().isEmpty()) {
            return "the payload is empty";
        }
        if (scope.whole() instanceof Obj object) {
            return Members.missing(name, object, "the payload");
        }
        return payload.isJson()
                ? "the payload is an Array, which has no members"
                : "the payload is not JSON: " + payload.problem();
    }
}
