package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Coercion;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.JsonText;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Array;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;
import java.util.ArrayList;
import java.util.List;

/** {@code concat(x...)}: one flat Array when any argument is an Array, else the joined texts. */
final class Concat implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("concat", SqlVersion.V2015).andMore(ArgumentRule.ANY);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        if (arguments.length == 0) {
            return Value.Undefined.INSTANCE;
        }
        if (arguments.length == 1) {
            return arguments[0];
        }
        boolean anyArray = false;
        for (Value argument : arguments) {
            if (argument.isUndefined()) {
                return Value.Undefined.INSTANCE;
            }
            anyArray |= argument instanceof Array;
        }
        return anyArray ? spliced(arguments) : joined(arguments, evaluation);
    }

    private static Value spliced(Value[] arguments) {
        List<Value> elements = new ArrayList<>();
        for (Value argument : arguments) {
            if (argument instanceof Array array) {
                elements.addAll(array.elements());
                JsonText.checkLength(elements.size());
            } else {
                elements.add(argument);
            }
        }
        return new Array(elements);
    }

    private static Value joined(Value[] arguments, Evaluation evaluation) {
        StringBuilder text = new StringBuilder();
        for (Value argument : arguments) {
            String part = Coercion.text(argument);
            if (part == null) {
                return Value.Undefined.INSTANCE;
            }
            evaluation.spendText((long) text.length() + part.length());
            text.append(part);
        }
        return new Text(text.toString());
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        return arguments.length == 0 ? "it has no arguments" : "an argument has no String form";
    }
}
