package dev.penstock.rules.function;

import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Randomness;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;

/** {@code newuuid()}: a random UUID. */
final class NewUuid implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("newuuid", SqlVersion.V2015);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        return new Text(Randomness.uuid(evaluation.seedAt(site), site).toString());
    }
}
