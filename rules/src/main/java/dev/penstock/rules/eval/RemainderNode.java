package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Int;
import dev.penstock.rules.eval.Value.Numeric;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code a % b}, with the sign of {@code a}; by zero it is Undefined. */
final class RemainderNode extends ArithmeticNode {

    RemainderNode(String source, Node left, Node right, Numbers numbers) {
        super(source, left, right, numbers);
    }

    @Override
    @Nullable
    Value small(Numeric x, Numeric y) {
        boolean ints = x instanceof Int && y instanceof Int && x.isSmall() && y.isSmall();
        return ints && y.unscaled() != 0 ? Int.of(x.unscaled() % y.unscaled()) : null;
    }

    @Override
    Value ints(BigDecimal x, BigDecimal y) {
        return y.signum() == 0 ? Value.Undefined.INSTANCE : numbers.integer(x.remainder(y));
    }

    @Override
    Value decimals(BigDecimal x, BigDecimal y) {
        return y.signum() == 0 ? Value.Undefined.INSTANCE : numbers.decimal(x.remainder(y));
    }

    @Override
    String whyUndefined(Scope scope, List<Explained> parts) {
        BigDecimal divisor = Coercion.number(parts.get(1).value());
        return divisor != null && divisor.signum() == 0 ? "remainder by zero" : super.whyUndefined(scope, parts);
    }
}
