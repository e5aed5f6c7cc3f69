package dev.penstock.rules.function;

import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;

/** {@code traceid()}: the id that logs and error messages of this message carry; Undefined when it did not come over MQTT. */
final class TraceId implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("traceid", SqlVersion.V2015);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        return evaluation.message().overMqtt() ? new Text(evaluation.message().traceId()) : Value.Undefined.INSTANCE;
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        return "the message did not come over MQTT";
    }
}
