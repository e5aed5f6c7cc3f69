package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Numeric;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** {@code a * b}. */
final class MultiplyNode extends ArithmeticNode {

    MultiplyNode(String source, Node left, Node right, Numbers numbers) {
        super(source, left, right, numbers);
    }

    @Override
    @Nullable
    Value small(Numeric x, Numeric y) {
        return SmallDecimal.multiply(x, y, numbers);
    }

    @Override
    Value ints(BigDecimal x, BigDecimal y) {
        return numbers.integer(x.multiply(y));
    }

    @Override
    Value decimals(BigDecimal x, BigDecimal y) {
        return numbers.decimal(x.multiply(y, Numbers.CONTEXT));
    }
}
