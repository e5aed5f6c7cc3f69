package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Bool;
import dev.penstock.rules.eval.Value.Numeric;
import java.math.BigDecimal;
import java.util.List;

/** {@code < <= > >=}: numbers and numeric Strings, always as numbers; anything else is Undefined. */
abstract class OrderNode extends BinaryNode {

    OrderNode(String source, Node left, Node right) {
        super(source, left, right);
    }

    @Override
    final Value evaluate(Scope scope) {
        Value x = left.evaluate(scope);
        Value y = right.evaluate(scope);
        if (x instanceof Numeric i && y instanceof Numeric j) {
            return Bool.of(holds(SmallDecimal.compare(i, j)));
        }
        BigDecimal a = Coercion.number(x);
        BigDecimal b = Coercion.number(y);
        return a == null || b == null ? Value.Undefined.INSTANCE : Bool.of(holds(a.compareTo(b)));
    }

    /** @param order negative, zero or positive: how left compares to right */
    abstract boolean holds(int order);

    @Override
    final String whyUndefined(Scope scope, List<Explained> parts) {
        return Reasons.notNumbers(parts);
    }
}
