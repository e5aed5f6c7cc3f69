package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Int;
import dev.penstock.rules.eval.Value.Numeric;
import dev.penstock.rules.sql.SqlVersion;

/** {@code sign(n)}: -1, 0 or 1. */
final class Sign implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("sign", SqlVersion.V2015, ArgumentRule.NUMBER);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        return Int.of(((Numeric) arguments[0]).decimal().signum());
    }
}
