package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.JsonText;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;
import java.util.regex.Matcher;

/** {@code regexp_replace(s, regex, by)}: every match; {@code $1} is a group. */
final class RegexpReplace implements SqlFunction {
    private final Patterns patterns;

    RegexpReplace(Patterns patterns) {
        this.patterns = patterns;
    }

    @Override
    public Signature signature() {
        return Signature.of(
                "regexp_replace", SqlVersion.V2015, ArgumentRule.TEXT, ArgumentRule.TEXT, ArgumentRule.TEXT);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        Regexp pattern = patterns.of(((Text) arguments[1]).text());
        if (pattern == null) {
            return Value.Undefined.INSTANCE;
        }
        try {
            String text = ((Text) arguments[0]).text();
            return new Text(replaced(pattern.matcher(text, evaluation), ((Text) arguments[2]).text(), evaluation));
        } catch (IllegalArgumentException | IndexOutOfBoundsException badReplacement) {
            return Value.Undefined.INSTANCE;
        }
    }

    private static String replaced(Matcher matcher, String by, Evaluation evaluation) {
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(result, by);
            evaluation.spendText(by.length());
            JsonText.checkLength(result.length());
        }
        return matcher.appendTail(result).toString();
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        return "%s is not a regular expression, or %s names a group it does not have"
                .formatted(arguments[1], arguments[2]);
    }
}
