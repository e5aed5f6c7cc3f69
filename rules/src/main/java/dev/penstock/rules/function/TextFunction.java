package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;
import java.util.function.Function;

/** A function from one String to a value, such as {@code upper}. */
final class TextFunction implements SqlFunction {
    private final Signature signature;
    private final Function<String, Value> function;

    TextFunction(String name, SqlVersion since, Function<String, Value> function) {
        signature = Signature.of(name, since, ArgumentRule.TEXT);
        this.function = function;
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        return function.apply(((Text) arguments[0]).text());
    }
}
