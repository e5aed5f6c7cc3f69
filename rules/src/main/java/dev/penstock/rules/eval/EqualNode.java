package dev.penstock.rules.eval;

/** {@code a = b}. */
final class EqualNode extends BinaryNode {

    EqualNode(String source, Node left, Node right) {
        super(source, left, right);
    }

    @Override
    Value evaluate(Scope scope) {
        return Comparison.equal(left.evaluate(scope), right.evaluate(scope), scope.evaluation());
    }

    @Override
    Explained explain(Scope scope) {
        return explainTypes(super.explain(scope));
    }

    /** Says when two values differ only because their types do, which surprises people. */
    static Explained explainTypes(Explained plain) {
        Value a = plain.parts().get(0).value();
        Value b = plain.parts().get(1).value();
        boolean numbers = a instanceof Value.Numeric && b instanceof Value.Numeric;
        boolean sameType = numbers || a.typeName().equals(b.typeName());
        return sameType || plain.value().isUndefined()
                ? plain
                : plain.noting("%s and %s are never equal".formatted(Members.a(a), Members.a(b)));
    }
}
