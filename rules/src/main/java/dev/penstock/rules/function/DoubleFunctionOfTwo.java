package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Numeric;
import dev.penstock.rules.sql.SqlVersion;
import java.util.function.DoubleBinaryOperator;

/** A function of two numbers that works in IEEE double precision: {@code atan2} and {@code power}. */
final class DoubleFunctionOfTwo implements SqlFunction {
    private final Signature signature;
    private final DoubleBinaryOperator function;

    DoubleFunctionOfTwo(String name, DoubleBinaryOperator function) {
        signature = Signature.of(name, SqlVersion.V2015, ArgumentRule.NUMBER, ArgumentRule.NUMBER);
        this.function = function;
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        double first = ((Numeric) arguments[0]).decimal().doubleValue();
        double second = ((Numeric) arguments[1]).decimal().doubleValue();
        return evaluation.numbers().fromDouble(function.applyAsDouble(first, second));
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        return "%s(%s, %s) has no real value".formatted(name(), arguments[0], arguments[1]);
    }
}
