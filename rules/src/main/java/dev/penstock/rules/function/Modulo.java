package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Int;
import dev.penstock.rules.eval.Value.Numeric;
import dev.penstock.rules.sql.SqlVersion;
import java.math.BigDecimal;

/** {@code mod(a, b)} and {@code remainder(a, b)}: as {@code a % b}. */
final class Modulo implements SqlFunction {
    private final Signature signature;

    Modulo(String name) {
        signature = Signature.of(name, SqlVersion.V2015, ArgumentRule.NUMBER, ArgumentRule.NUMBER);
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        BigDecimal divisor = ((Numeric) arguments[1]).decimal();
        if (divisor.signum() == 0) {
            return Value.Undefined.INSTANCE;
        }
        BigDecimal rest = ((Numeric) arguments[0]).decimal().remainder(divisor);
        boolean ints = arguments[0] instanceof Int && arguments[1] instanceof Int;
        return ints ? evaluation.numbers().integer(rest) : evaluation.numbers().decimal(rest);
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        return "remainder by zero";
    }
}
