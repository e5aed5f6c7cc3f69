package dev.penstock.rules.function;

import dev.penstock.broker.MessageProperties.UserProperty;
import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;
import java.util.List;
import java.util.Map;

/**
 * {@code get_user_properties([name])}: all values of one MQTT 5 user property in their order; without a name an Array of
 * all of them, each an Object with one member.
 */
final class GetUserProperties implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("get_user_properties", SqlVersion.V2015).optionally(ArgumentRule.TEXT);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        List<UserProperty> properties = evaluation.message().properties().userProperties();
        if (arguments.length == 0) {
            return new Value.Array(properties.stream()
                    .<Value>map(property -> new Value.Obj(Map.of(property.name(), new Text(property.value()))))
                    .toList());
        }
        String name = ((Text) arguments[0]).text();
        List<Value> values = properties.stream()
                .filter(property -> property.name().equals(name))
                .<Value>map(property -> new Text(property.value()))
                .toList();
        return values.isEmpty() ? Value.Undefined.INSTANCE : new Value.Array(values);
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        return "the message has no user property %s".formatted(arguments[0]);
    }
}
