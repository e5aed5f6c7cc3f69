package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Bool;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;

/** {@code regexp_matches(s, regex)}: whether it occurs anywhere. */
final class RegexpMatches implements SqlFunction {
    private final Patterns patterns;

    RegexpMatches(Patterns patterns) {
        this.patterns = patterns;
    }

    @Override
    public Signature signature() {
        return Signature.of("regexp_matches", SqlVersion.V2015, ArgumentRule.TEXT, ArgumentRule.TEXT);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        Regexp pattern = patterns.of(((Text) arguments[1]).text());
        return pattern == null
                ? Value.Undefined.INSTANCE
                : Bool.of(pattern.matcher(((Text) arguments[0]).text(), evaluation)
                        .find());
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        return "%s is not a regular expression".formatted(arguments[1]);
    }
}
