package dev.penstock.rules.eval;

import java.math.BigDecimal;

/** {@code a * b}. */
final class MultiplyNode extends ArithmeticNode {

    MultiplyNode(String source, Node left, Node right, Numbers numbers) {
        super(source, left, right, numbers);
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
