package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Numeric;
import dev.penstock.rules.sql.SqlVersion;
import java.math.BigDecimal;

/** {@code bitnot(n)}: two's complement, so {@code bitnot(13)} is -14; the guide prints 2 for it. */
final class BitNot implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("bitnot", SqlVersion.V2015, ArgumentRule.FLOORED);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        BigDecimal value = ((Numeric) arguments[0]).decimal();
        return evaluation.numbers().integer(new BigDecimal(value.toBigInteger().not()));
    }
}
