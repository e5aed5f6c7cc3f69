package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Numeric;
import dev.penstock.rules.sql.SqlVersion;
import java.util.function.DoubleUnaryOperator;

/** A function of one number that works in IEEE double precision, such as {@code sin}; no real result is Undefined. */
final class DoubleFunction implements SqlFunction {
    private final Signature signature;
    private final DoubleUnaryOperator function;

    DoubleFunction(String name, DoubleUnaryOperator function) {
        signature = Signature.of(name, SqlVersion.V2015, ArgumentRule.NUMBER);
        this.function = function;
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        double argument = ((Numeric) arguments[0]).decimal().doubleValue();
        return evaluation.numbers().fromDouble(function.applyAsDouble(argument));
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        return "%s(%s) has no real value".formatted(name(), arguments[0]);
    }
}
