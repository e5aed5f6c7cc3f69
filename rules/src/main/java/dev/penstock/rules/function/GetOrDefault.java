package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.sql.SqlVersion;

/** {@code get_or_default(value[, default])}: the default when the value is Undefined, Null, or not to be had. */
final class GetOrDefault implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("get_or_default", SqlVersion.V2016, ArgumentRule.ANY)
                .optionally(ArgumentRule.ANY);
    }

    @Override
    public int caughtArgument() {
        return 0;
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        Value value = arguments[0];
        if (!value.isUndefined() && value != Value.Null.INSTANCE) {
            return value;
        }
        return arguments.length > 1 ? arguments[1] : Value.Undefined.INSTANCE;
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        return arguments.length > 1
                ? "both arguments are Undefined or Null"
                : "it has no value and no default is given";
    }
}
