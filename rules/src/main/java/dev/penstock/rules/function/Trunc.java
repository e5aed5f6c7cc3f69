package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Coercion;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Numeric;
import dev.penstock.rules.sql.SqlVersion;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** {@code trunc(n, places)}: cuts to 0 to 34 decimal places; zeros at the end go. */
final class Trunc implements SqlFunction {
    private static final int MAX_PLACES = 34;

    @Override
    public Signature signature() {
        return Signature.of("trunc", SqlVersion.V2015, ArgumentRule.NUMBER, ArgumentRule.PLAIN_NUMBER);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        BigDecimal value = ((Numeric) arguments[0]).decimal();
        int places = Coercion.clamp(((Numeric) arguments[1]).decimal(), 0, MAX_PLACES);
        BigDecimal cut = value.setScale(Math.min(places, Math.max(0, value.scale())), RoundingMode.DOWN);
        return evaluation.numbers().decimal(cut.stripTrailingZeros());
    }
}
