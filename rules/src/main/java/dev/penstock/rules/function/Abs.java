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

/** {@code abs(n)}: Int of an Int, else Decimal. */
final class Abs implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("abs", SqlVersion.V2015, ArgumentRule.NUMBER);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        BigDecimal value = ((Numeric) arguments[0]).decimal().abs();
        return arguments[0] instanceof Int
                ? new Int(value)
                : evaluation.numbers().decimal(value);
    }
}
