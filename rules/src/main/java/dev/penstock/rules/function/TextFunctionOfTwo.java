package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;
import java.util.function.BiFunction;

/** A function of two Strings, such as {@code startswith}. */
final class TextFunctionOfTwo implements SqlFunction {
    private final Signature signature;
    private final BiFunction<String, String, Value> function;

    TextFunctionOfTwo(String name, SqlVersion since, BiFunction<String, String, Value> function) {
        signature = Signature.of(name, since, ArgumentRule.TEXT, ArgumentRule.TEXT);
        this.function = function;
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        return function.apply(((Text) arguments[0]).text(), ((Text) arguments[1]).text());
    }
}
