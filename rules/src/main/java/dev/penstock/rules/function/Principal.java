package dev.penstock.rules.function;

import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;

/** {@code principal()}: who the publisher proved to be, for example the id of its certificate; else Undefined. */
final class Principal implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("principal", SqlVersion.V2015);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        String principal = evaluation.message().principal();
        return principal.isEmpty() ? Value.Undefined.INSTANCE : new Text(principal);
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        return "the publisher showed no certificate or other identity";
    }
}
