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
        String find = ((Text) arguments[1]).text();
        String by = ((Text) arguments[2]).text();
        evaluation.spendSearch(text, find);
        evaluation.spendText(text.length() + occurrences(text, find) * ((long) by.length() - find.length()));
        return new Text(text.replace(find, by));
    }

    /** Nothing occurs before each character and at the end. */
    private static long occurrences(String text, String find) {
        if (find.isEmpty()) {
            return text.length() + 1L;
        }
        long count = 0;
        for (int at = text.indexOf(find); at >= 0; at = text.indexOf(find, at + find.length())) {
            count++;
        }
        return count;
    }
}
