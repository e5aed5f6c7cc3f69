package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Numeric;
import dev.penstock.rules.sql.SqlVersion;
import java.math.RoundingMode;

/** {@code ceil}, {@code floor} and {@code round}: an Int; {@code round} takes halves away from zero. */
final class Rounding implements SqlFunction {
    private final Signature signature;
    private final RoundingMode mode;

    Rounding(String name, RoundingMode mode) {
        signature = Signature.of(name, SqlVersion.V2015, ArgumentRule.NUMBER);
        this.mode = mode;
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        return evaluation.numbers().integer(((Numeric) arguments[0]).decimal().setScale(0, mode));
    }
}
