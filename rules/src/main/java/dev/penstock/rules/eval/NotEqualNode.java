package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Bool;

/** {@code a <> b}: Undefined, not true, when either side is missing. */
final class NotEqualNode extends BinaryNode {

    NotEqualNode(String source, Node left, Node right) {
        super(source, left, right);
    }

    @Override
    Value evaluate(Scope scope) {
        Value equal = Comparison.equal(left.evaluate(scope), right.evaluate(scope), scope.evaluation());
        return equal instanceof Bool bool ? Bool.of(!bool.isTrue()) : equal;
    }

    @Override
    Explained explain(Scope scope) {
        return EqualNode.explainTypes(super.explain(scope));
    }
}
