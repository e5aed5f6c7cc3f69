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
    private final boolean searches;
    private final BiFunction<String, String, Value> function;

    /** @param searches whether it looks for the second String everywhere in the first */
    TextFunctionOfTwo(String name, SqlVersion since, boolean searches, BiFunction<String, String, Value> function) {
        signature = Signature.of(name, since, ArgumentRule.TEXT, ArgumentRule.TEXT);
        this.searches = searches;
        this.function = function;
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        String text = ((Text) arguments[0]).text();
        String part = ((Text) arguments[1]).text();
        if (searches) {
            evaluation.spendSearch(text, part);
        }
        return function.apply(text, part);
    }
}
