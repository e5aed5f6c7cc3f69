package dev.penstock.rules.function;

import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;

/** {@code clientid()}: the MQTT client id, {@code n/a} when the message did not come over MQTT. */
final class ClientId implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("clientid", SqlVersion.V2015);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        return new Text(evaluation.message().clientId());
    }
}
