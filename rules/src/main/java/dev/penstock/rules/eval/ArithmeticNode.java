package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Int;
import java.math.BigDecimal;
import java.util.List;

/** {@code - * / %}: Int with Int gives Int, numbers and numeric Strings give Decimal, anything else Undefined. */
abstract class ArithmeticNode extends BinaryNode {
    final Numbers numbers;

    ArithmeticNode(String source, Node left, Node right, Numbers numbers) {
        super(source, left, right);
        this.numbers = numbers;
    }

    @Override
    Value evaluate(Scope scope) {
        Value a = left.evaluate(scope);
        Value b = right.evaluate(scope);
        if (a instanceof Int x && b instanceof Int y) {
            return ints(x.decimal(), y.decimal());
        }
        BigDecimal x = Coercion.number(a);
        BigDecimal y = Coercion.number(b);
        return x == null || y == null ? Value.Undefined.INSTANCE : decimals(x, y);
    }

    abstract Value ints(BigDecimal x, BigDecimal y);

    abstract Value decimals(BigDecimal x, BigDecimal y);

    @Override
    String whyUndefined(Scope scope, List<Explained> parts) {
        return Reasons.notNumbers(parts);
    }
}
