package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Bool;
import dev.penstock.rules.sql.SqlVersion;

/** {@code isUndefined(x)}: true only for Undefined, false for Null. */
final class IsUndefined implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("isUndefined", SqlVersion.V2016, ArgumentRule.ANY);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        return Bool.of(arguments[0].isUndefined());
    }
}
