package dev.penstock.rules.function;

import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Randomness;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.sql.SqlVersion;

/** {@code rand()}: a random number from 0 to below 1. */
final class Rand implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("rand", SqlVersion.V2015);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        return evaluation.numbers().fromDouble(Randomness.fraction(evaluation.seedAt(site), site));
    }
}
