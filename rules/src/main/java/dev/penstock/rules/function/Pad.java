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

/** {@code lpad(s, n)} and {@code rpad(s, n)}: adds n spaces, 0 to 1000; not "up to a width of n". */
final class Pad implements SqlFunction {
    private static final int MAX_SPACES = 1000;

    private final Signature signature;
    private final boolean atLeft;

    Pad(String name, boolean atLeft) {
        signature = Signature.of(name, SqlVersion.V2015, ArgumentRule.TEXT, ArgumentRule.FLOORED);
        this.atLeft = atLeft;
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        String text = ((Text) arguments[0]).text();
        String spaces = " ".repeat(Coercion.clamp(((Numeric) arguments[1]).decimal(), 0, MAX_SPACES));
        return new Text(atLeft ? spaces + text : text + spaces);
    }
}
