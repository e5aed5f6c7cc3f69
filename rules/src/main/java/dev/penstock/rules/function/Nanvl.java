package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.sql.SqlVersion;

/** {@code nanvl(a, b)}: b when a is Undefined or Null, else a. */
final class Nanvl implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("nanvl", SqlVersion.V2015, ArgumentRule.ANY, ArgumentRule.ANY);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        Value first = arguments[0];
        return first.isUndefined() || first == Value.Null.INSTANCE ? arguments[1] : first;
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        return "the first argument is Undefined or Null, and the second is Undefined";
    }
}
