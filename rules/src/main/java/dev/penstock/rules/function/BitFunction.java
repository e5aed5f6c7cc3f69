package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Numeric;
import dev.penstock.rules.sql.SqlVersion;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.BinaryOperator;

/** {@code bitand}, {@code bitor} and {@code bitxor}: on two Ints, arguments rounded down. */
final class BitFunction implements SqlFunction {
    private final Signature signature;
    private final BinaryOperator<BigInteger> function;

    BitFunction(String name, BinaryOperator<BigInteger> function) {
        signature = Signature.of(name, SqlVersion.V2015, ArgumentRule.FLOORED, ArgumentRule.FLOORED);
        this.function = function;
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        BigInteger a = ((Numeric) arguments[0]).decimal().toBigInteger();
        BigInteger b = ((Numeric) arguments[1]).decimal().toBigInteger();
        return evaluation.numbers().integer(new BigDecimal(function.apply(a, b)));
    }
}
