package dev.penstock.rules.function;

import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;

/** {@code sourceip()}: the address that the message came from; Undefined for what a rule republished. */
final class SourceIp implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("sourceip", SqlVersion.V2016);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        String sourceIp = evaluation.message().sourceIp();
        return sourceIp.isEmpty() ? Value.Undefined.INSTANCE : new Text(sourceIp);
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        return "the message did not come over the network";
    }
}
