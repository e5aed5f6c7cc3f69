package dev.penstock.rules.function;

import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Int;
import dev.penstock.rules.sql.SqlVersion;

/** {@code timestamp()}: when the message came in, in milliseconds since the epoch. */
final class Timestamp implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("timestamp", SqlVersion.V2015);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        return Int.of(evaluation.message().receivedMillis());
    }
}
