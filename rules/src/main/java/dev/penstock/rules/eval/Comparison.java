package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Array;
import dev.penstock.rules.eval.Value.Bool;
import dev.penstock.rules.eval.Value.Numeric;
import dev.penstock.rules.eval.Value.Obj;
import java.util.Iterator;
import java.util.Map;

/** Equality, which never converts: values of different types are unequal; Int and Decimal compare by value. */
public final class Comparison {
    private Comparison() {}

    /** Undefined when either side is. */
    static Value equal(Value left, Value right, Evaluation evaluation) {
        evaluation.spendText(Math.min(Weight.of(left), Weight.of(right)));
        return left.isUndefined() || right.isUndefined() ? Value.Undefined.INSTANCE : Bool.of(same(left, right));
    }

    /** Whether two defined values are equal. */
    public static boolean same(Value left, Value right) {
        if (left instanceof Numeric a && right instanceof Numeric b) {
            return SmallDecimal.compare(a, b) == 0;
        }
        if (left instanceof Array a && right instanceof Array b) {
            return sameElements(a, b);
        }
        if (left instanceof Obj a && right instanceof Obj b) {
            return sameMembers(a, b);
        }
        return left.equals(right);
    }

    private static boolean sameElements(Array left, Array right) {
        if (left.elements().size() != right.elements().size()) {
            return false;
        }
        Iterator<Value> others = right.elements().iterator();
        for (Value element : left.elements()) {
            if (!same(element, others.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameMembers(Obj left, Obj right) {
        if (left.members().size() != right.members().size()) {
            return false;
        }
        for (Map.Entry<String, Value> member : left.members().entrySet()) {
            Value other = right.members().get(member.getKey());
            if (other == null || !same(member.getValue(), other)) {
                return false;
            }
        }
        return true;
    }
}
