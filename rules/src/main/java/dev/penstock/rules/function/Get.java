package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Coercion;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Members;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Array;
import dev.penstock.rules.eval.Value.Obj;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.eval.Value.Undefined;
import dev.penstock.rules.sql.SqlVersion;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** {@code get(collection, key)}: an element or character by index from 0, or a member by its literal key. */
final class Get implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("get", SqlVersion.V2015, ArgumentRule.ANY, ArgumentRule.ANY);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        if (arguments[0] instanceof Obj object) {
            Value member = arguments[1] instanceof Text key ? object.members().get(key.text()) : null;
            return member == null ? Undefined.INSTANCE : member;
        }
        if (arguments[0] instanceof Array array) {
            int index = index(arguments[1], array.elements().size());
            return index < 0 ? Undefined.INSTANCE : array.elements().get(index);
        }
        if (arguments[0] instanceof Text text) {
            int index = index(arguments[1], text.text().length());
            return index < 0 ? Undefined.INSTANCE : new Text(text.text().substring(index, index + 1));
        }
        return Undefined.INSTANCE;
    }

    /** -1 when the key is not a number or out of range. */
    private static int index(Value key, int size) {
        BigDecimal number = Coercion.number(key);
        if (number == null || number.signum() < 0) {
            return -1;
        }
        int index = Coercion.clamp(number.setScale(0, RoundingMode.DOWN), 0, size);
        return index < size ? index : -1;
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        Value collection = arguments[0];
        if (collection instanceof Array array) {
            return "the Array has %d elements and none at %s"
                    .formatted(array.elements().size(), arguments[1]);
        }
        if (collection instanceof Text text) {
            return "the String has %d characters and none at %s"
                    .formatted(text.text().length(), arguments[1]);
        }
        if (collection instanceof Obj object && arguments[1] instanceof Text key) {
            return Members.missing(key.text(), object, "the Object");
        }
        return collection instanceof Obj
                ? "the key of an Object is a String, not %s".formatted(arguments[1].typeName())
                : "get() looks into an Array, an Object or a String, not %s".formatted(collection.typeName());
    }
}
