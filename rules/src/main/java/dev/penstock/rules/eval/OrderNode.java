package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Bool;
import java.math.BigDecimal;
import java.util.List;

/** {@code < <= > >=}: numbers and numeric Strings, always as numbers; anything else is Undefined. */
abstract class OrderNode extends BinaryNode {

    OrderNode(String source, Node left, Node right) {
        super(source, left, right);
    }

    @Override
    final Value evaluate(Scope scope) {
        BigDecimal a = Coercion.number(left.evaluate(scope));
        BigDecimal b = Coercion.number(right.evaluate(scope));
        return a == null || b == null ? Value.Undefined.INSTANCE : Bool.of(holds(a.compareTo(b)));
    }

    /** @param order negative, zero or positive: how left compares to right */
    abstract boolean holds(int order);

    @Override
    final String whyUndefined(Scope scope, List<Explained> parts) {
        return Reasons.notNumbers(parts);
    }
}
