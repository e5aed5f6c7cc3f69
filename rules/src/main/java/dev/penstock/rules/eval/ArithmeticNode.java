package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Int;
import dev.penstock.rules.eval.Value.Numeric;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
            Value quick = small(x, y);
            return quick == null ? ints(x.decimal(), y.decimal()) : quick;
        }
        if (a instanceof Numeric x && b instanceof Numeric y) {
            Value quick = small(x, y);
            return quick == null ? decimals(x.decimal(), y.decimal()) : quick;
        }
        BigDecimal x = Coercion.number(a);
        BigDecimal y = Coercion.number(b);
        return x == null || y == null ? Value.Undefined.INSTANCE : decimals(x, y);
    }

    /** The same result for small numbers; null when it is not that simple. */
    @Nullable
    Value small(Numeric x, Numeric y) {
        return null;
    }

    abstract Value ints(BigDecimal x, BigDecimal y);

    abstract Value decimals(BigDecimal x, BigDecimal y);

    @Override
    String whyUndefined(Scope scope, List<Explained> parts) {
        return Reasons.notNumbers(parts);
    }
}
