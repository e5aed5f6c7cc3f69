package dev.penstock.rules.eval;

import java.math.BigDecimal;

/** {@code a - b}. */
final class SubtractNode extends ArithmeticNode {

    SubtractNode(String source, Node left, Node right, Numbers numbers) {
        super(source, left, right, numbers);
    }

    @Override
    Value ints(BigDecimal x, BigDecimal y) {
        return numbers.integer(x.subtract(y));
    }

    @Override
    Value decimals(BigDecimal x, BigDecimal y) {
        return numbers.decimal(x.subtract(y, Numbers.CONTEXT));
    }
}
