package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Int;
import dev.penstock.rules.eval.Value.Numeric;
import dev.penstock.rules.eval.Value.Text;
import java.util.List;

/** {@code a + b}: with a String on either side it joins texts; else it adds numbers, and never converts a String. */
final class AddNode extends BinaryNode {
    private final Numbers numbers;

    AddNode(String source, Node left, Node right, Numbers numbers) {
        super(source, left, right);
        this.numbers = numbers;
    }

    @Override
    Value evaluate(Scope scope) {
        Value a = left.evaluate(scope);
        Value b = right.evaluate(scope);
        if (a instanceof Numeric x && b instanceof Numeric y) {
            Value quick = SmallDecimal.add(x, y, numbers);
            return quick == null ? sum(x, y) : quick;
        }
        return a instanceof Text || b instanceof Text ? join(a, b, scope.evaluation()) : Value.Undefined.INSTANCE;
    }

    private Value sum(Numeric x, Numeric y) {
        return x instanceof Int && y instanceof Int
                ? numbers.integer(x.decimal().add(y.decimal()))
                : numbers.decimal(x.decimal().add(y.decimal(), Numbers.CONTEXT));
    }

    private static Value join(Value a, Value b, Evaluation evaluation) {
        String x = Coercion.text(a);
        String y = Coercion.text(b);
        if (x == null || y == null) {
            return Value.Undefined.INSTANCE;
        }
        evaluation.spendText((long) x.length() + y.length());
        return new Text(x + y);
    }

    @Override
    String whyUndefined(Scope scope, List<Explained> parts) {
        boolean joins = parts.stream().anyMatch(part -> part.value() instanceof Text);
        for (Explained part : parts) {
            if (part.value().isUndefined()) {
                return part.source() + " is Undefined";
            }
            if (joins && Coercion.text(part.value()) == null) {
                return "%s is %s, which has no String form".formatted(part.source(), Members.a(part.value()));
            }
            if (!joins && !(part.value() instanceof Numeric)) {
                return "%s is %s, neither a number nor a String".formatted(part.source(), Members.a(part.value()));
            }
        }
        return "the result is out of range";
    }
}
