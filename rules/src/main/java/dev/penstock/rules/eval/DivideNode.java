package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Int;
import dev.penstock.rules.eval.Value.Numeric;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code a / b}. Two Ints give the whole part: the operator table of the reference says Int, one example of it says
 * otherwise. Division by zero is Undefined.
 */
final class DivideNode extends ArithmeticNode {

    DivideNode(String source, Node left, Node right, Numbers numbers) {
        super(source, left, right, numbers);
    }

    @Override
    @Nullable
    Value small(Numeric x, Numeric y) {
        boolean ints = x instanceof Int && y instanceof Int && x.isSmall() && y.isSmall();
        return ints && y.unscaled() != 0 && y.unscaled() != -1 ? Int.of(x.unscaled() / y.unscaled()) : null;
    }

    @Override
    Value ints(BigDecimal x, BigDecimal y) {
        return y.signum() == 0 ? Value.Undefined.INSTANCE : numbers.integer(x.divideToIntegralValue(y));
    }

    @Override
    Value decimals(BigDecimal x, BigDecimal y) {
        return y.signum() == 0 ? Value.Undefined.INSTANCE : numbers.decimal(x.divide(y, Numbers.CONTEXT));
    }

    @Override
    Explained explain(Scope scope) {
        Explained plain = super.explain(scope);
        boolean ints = plain.parts().stream().allMatch(part -> part.value() instanceof Value.Int);
        return ints && plain.value() instanceof Value.Int ? plain.noting("Int / Int is an Int") : plain;
    }

    @Override
    String whyUndefined(Scope scope, List<Explained> parts) {
        BigDecimal divisor = Coercion.number(parts.get(1).value());
        return divisor != null && divisor.signum() == 0 ? "division by zero" : super.whyUndefined(scope, parts);
    }
}
