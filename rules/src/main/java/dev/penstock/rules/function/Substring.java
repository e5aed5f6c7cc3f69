package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Coercion;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Numeric;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;

/** {@code substring(s, from[, to])}: from 0, {@code to} excluded; indexes are cut to Ints and clamped. */
final class Substring implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("substring", SqlVersion.V2015, ArgumentRule.TEXT, ArgumentRule.NUMBER)
                .optionally(ArgumentRule.NUMBER);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        String text = ((Text) arguments[0]).text();
        int from = Coercion.clamp(((Numeric) arguments[1]).decimal(), 0, text.length());
        int to = arguments.length < 3
                ? text.length()
                : Coercion.clamp(((Numeric) arguments[2]).decimal(), 0, text.length());
        return new Text(from >= to ? "" : text.substring(from, to));
    }
}
