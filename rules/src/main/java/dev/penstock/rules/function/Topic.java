package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Coercion;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Numeric;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;

/** {@code topic()}: the topic; {@code topic(n)}: its n-th segment, counted from 1. */
final class Topic implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("topic", SqlVersion.V2015).optionally(ArgumentRule.FLOORED);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        String topic = evaluation.message().topic();
        if (arguments.length == 0) {
            return new Text(topic);
        }
        String[] segments = topic.split("/", -1);
        int n = Coercion.clamp(((Numeric) arguments[0]).decimal(), 0, segments.length + 1);
        return n < 1 || n > segments.length ? Value.Undefined.INSTANCE : new Text(segments[n - 1]);
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        return "the topic has no segment %s".formatted(arguments[0]);
    }
}
