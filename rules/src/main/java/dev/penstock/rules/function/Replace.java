package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;

/** {@code replace(s, find, by)}: every occurrence of a plain text. */
final class Replace implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("replace", SqlVersion.V2015, ArgumentRule.TEXT, ArgumentRule.TEXT, ArgumentRule.TEXT);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        String text = ((Text) arguments[0]).text();
        return new Text(text.replace(((Text) arguments[1]).text(), ((Text) arguments[2]).text()));
    }
}
