package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Numeric;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;
import java.math.BigDecimal;

/** {@code chr(n)}: the ASCII character of a code, which is rounded down. */
final class Chr implements SqlFunction {
    private static final BigDecimal LAST = BigDecimal.valueOf(127);

    @Override
    public Signature signature() {
        return Signature.of("chr", SqlVersion.V2015, ArgumentRule.FLOORED);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        BigDecimal code = ((Numeric) arguments[0]).decimal();
        return code.signum() < 0 || code.compareTo(LAST) > 0
                ? Value.Undefined.INSTANCE
                : new Text(Character.toString(code.intValueExact()));
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        return "ASCII has no character %s".formatted(arguments[0]);
    }
}
