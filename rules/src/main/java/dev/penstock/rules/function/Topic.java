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
        return segment(topic, Coercion.clamp((Numeric) arguments[0], 0, topic.length() + 2));
    }

    private static Value segment(String topic, int n) {
        int start = 0;
        for (int i = 1; i < n; i++) {
            start = topic.indexOf('/', start) + 1;
            if (start == 0) {
                return Value.Undefined.INSTANCE;
            }
        }
        int end = topic.indexOf('/', start);
        return n < 1 ? Value.Undefined.INSTANCE : new Text(topic.substring(start, end < 0 ? topic.length() : end));
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        return "the topic has no segment %s".formatted(arguments[0]);
    }
}
