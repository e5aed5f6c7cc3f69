package dev.penstock.rules.eval;

import java.util.List;

/** A function call: converts the arguments by the rules of the signature, then applies the function. */
final class CallNode extends Node {
    private final SqlFunction function;
    private final Node[] arguments;
    private final ArgumentRule[] rules;
    private final boolean fits;
    private final long site;

    CallNode(String source, SqlFunction function, List<Node> arguments, long site) {
        super(source);
        this.function = function;
        this.arguments = arguments.toArray(new Node[0]);
        this.site = site;
        fits = function.signature().takes(this.arguments.length);
        rules = new ArgumentRule[fits ? this.arguments.length : 0];
        for (int i = 0; i < rules.length; i++) {
            rules[i] = function.signature().rule(i);
        }
    }

    @Override
    Value evaluate(Scope scope) {
        if (!fits) {
            return Value.Undefined.INSTANCE;
        }
        Value[] values = new Value[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = rules[i].convert(arguments[i].evaluate(scope));
            if (values[i].isUndefined() && rules[i] != ArgumentRule.ANY) {
                return Value.Undefined.INSTANCE;
            }
        }
        return function.apply(values, scope.evaluation(), site);
    }

    @Override
    List<Node> parts() {
        return List.of(arguments);
    }

    @Override
    String whyUndefined(Scope scope, List<Explained> parts) {
        if (!fits) {
            return "%s() takes %s".formatted(function.name(), function.arity());
        }
        Value[] values = new Value[rules.length];
        for (int i = 0; i < rules.length; i++) {
            Explained part = parts.get(i);
            values[i] = rules[i].convert(part.value());
            if (values[i].isUndefined() && rules[i] != ArgumentRule.ANY) {
                return part.value().isUndefined()
                        ? part.source() + " is Undefined"
                        : "%s is %s, not %s"
                                .formatted(
                                        part.value() instanceof Value.Text ? part.value() : part.source(),
                                        Members.a(part.value()),
                                        rules[i].wants());
            }
        }
        return function.whyUndefined(values);
    }
}
