package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.JsonSize;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Array;
import dev.penstock.rules.eval.Value.Obj;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code transform('enrichArray', object, array)}: adds the object's members to each object of the array. */
final class Transform implements SqlFunction {
    private static final int MAX_BYTES = 128 * 1024;

    @Override
    public Signature signature() {
        return Signature.of("transform", SqlVersion.V2016, ArgumentRule.TEXT, ArgumentRule.ANY, ArgumentRule.ANY);
    }

    @Override
    public List<Integer> fixedArguments(int count) {
        return List.of(0);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        boolean known = "enrichArray".equals(((Text) arguments[0]).text());
        if (!known || !(arguments[1] instanceof Obj object) || !(arguments[2] instanceof Array array)) {
            return Value.Undefined.INSTANCE;
        }
        if (JsonSize.of(object) * array.elements().size() > MAX_BYTES) {
            return Value.Undefined.INSTANCE;
        }
        List<Value> enriched = new ArrayList<>();
        for (Value element : array.elements()) {
            if (!(element instanceof Obj members)) {
                return Value.Undefined.INSTANCE;
            }
            Map<String, Value> both = new LinkedHashMap<>(members.members());
            both.putAll(object.members());
            enriched.add(new Obj(both));
        }
        Array result = new Array(enriched);
        return JsonSize.of(result) > MAX_BYTES ? Value.Undefined.INSTANCE : result;
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        if (!"enrichArray".equals(((Text) arguments[0]).text())) {
            return "its only mode is 'enrichArray', not %s".formatted(arguments[0]);
        }
        if (!(arguments[1] instanceof Obj)) {
            return "the second argument is an Object, not %s".formatted(arguments[1].typeName());
        }
        return arguments[2] instanceof Array array
                ? whyNotEnriched(array)
                : "the third argument is an Array of Objects, not %s".formatted(arguments[2].typeName());
    }

    private static String whyNotEnriched(Array array) {
        for (int i = 0; i < array.elements().size(); i++) {
            Value element = array.elements().get(i);
            if (!(element instanceof Obj)) {
                return "element %d of the Array is %s, not Object".formatted(i, element.typeName());
            }
        }
        return "the result has more than %d bytes".formatted(MAX_BYTES);
    }
}
