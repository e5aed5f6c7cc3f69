package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Obj;
import java.util.List;

/** {@code object.name}. */
final class MemberNode extends Node {
    private final Node object;
    private final String name;
    private final MemberKey key;

    MemberNode(String source, Node object, String name) {
        super(source);
        this.object = object;
        this.name = name;
        key = new MemberKey(name);
    }

    @Override
    Value evaluate(Scope scope) {
        return object.evaluate(scope) instanceof Obj value ? value.member(key) : Value.Undefined.INSTANCE;
    }

    /** A path such as {@code a.b.c} is explained as a whole, by its first segment that is missing. */
    @Override
    List<Node> parts() {
        boolean isPath = object instanceof NameNode || object instanceof MemberNode || object instanceof VariableNode;
        return isPath ? List.of() : List.of(object);
    }

    @Override
    String whyUndefined(Scope scope, List<Explained> parts) {
        Explained base = object.explain(scope);
        if (base.value().isUndefined()) {
            return base.note();
        }
        if (base.value() instanceof Obj value) {
            return Members.missing(name, value, object.source());
        }
        return "%s is %s, which has no members".formatted(object.source(), Members.a(base.value()));
    }
}
