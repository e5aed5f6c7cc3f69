package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Obj;
import java.util.List;

/** A member of the payload, or inside a nested query of the element. */
final class NameNode extends Node {
    private final String name;

    NameNode(String name) {
        super(name);
        this.name = name;
    }

    @Override
    Value evaluate(Scope scope) {
        return scope.lookup(name);
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
