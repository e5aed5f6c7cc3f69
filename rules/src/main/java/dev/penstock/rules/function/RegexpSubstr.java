package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;
import java.util.regex.Matcher;

/** {@code regexp_substr(s, regex)}: the first match; Undefined when there is none. */
final class RegexpSubstr implements SqlFunction {
    private final Patterns patterns;

    RegexpSubstr(Patterns patterns) {
        this.patterns = patterns;
    }

    @Override
    public Signature signature() {
        return Signature.of("regexp_substr", SqlVersion.V2015, ArgumentRule.TEXT, ArgumentRule.TEXT);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        Regexp pattern = patterns.of(((Text) arguments[1]).text());
        if (pattern == null) {
            return Value.Undefined.INSTANCE;
        }
        Matcher matcher = pattern.matcher(((Text) arguments[0]).text(), evaluation);
        return matcher.find() ? new Text(matcher.group()) : Value.Undefined.INSTANCE;
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        return "nothing in %s matches %s".formatted(arguments[0], arguments[1]);
    }
}
