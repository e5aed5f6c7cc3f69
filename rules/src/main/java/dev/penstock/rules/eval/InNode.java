package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Array;
import dev.penstock.rules.eval.Value.Bool;
import java.util.List;

/** {@code value IN array}; Boolean and Null have no place on its left side. */
final class InNode extends BinaryNode {

    InNode(String source, Node value, Node array) {
        super(source, value, array);
    }

    @Override
    Value evaluate(Scope scope) {
        Value value = left.evaluate(scope);
        if (!isAllowed(value) || !(right.evaluate(scope) instanceof Array array)) {
            return Value.Undefined.INSTANCE;
        }
        scope.evaluation().spendText(Weight.of(array));
        for (Value element : array.elements()) {
            if (Comparison.same(value, element)) {
                return Bool.TRUE;
            }
        }
        return Bool.FALSE;
    }

    private static boolean isAllowed(Value value) {
        return !value.isUndefined() && value != Value.Null.INSTANCE && !(value instanceof Bool);
    }

    @Override
    String whyUndefined(Scope scope, List<Explained> parts) {
        Explained value = parts.get(0);
        Explained array = parts.get(1);
        String undefined = firstUndefined(parts);
        if (!undefined.isEmpty()) {
            return undefined;
        }
        return array.value() instanceof Array
                ? "%s is %s, which IN does not look for".formatted(value.source(), Members.a(value.value()))
                : "%s is %s, not an Array".formatted(array.source(), Members.a(array.value()));
    }
}
