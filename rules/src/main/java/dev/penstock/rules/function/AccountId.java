package dev.penstock.rules.function;

import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;

/** {@code accountid()}: 12 digits. */
final class AccountId implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("accountid", SqlVersion.V2015);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        return new Text(evaluation.message().account());
    }
}
