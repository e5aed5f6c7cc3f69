package dev.penstock.rules.eval;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arguments of one call: evaluated from left to right, each converted by the rule of its parameter. */
final class Arguments {
    private final SqlFunction function;
    private final Node[] nodes;
    private final ArgumentRule[] rules;
    private final boolean fits;
    private final int caught;

    Arguments(SqlFunction function, List<Node> nodes) {
        this.function = function;
        this.nodes = nodes.toArray(new Node[0]);
        fits = function.takes(this.nodes.length);
        caught = function.caughtArgument();
        rules = new ArgumentRule[fits ? this.nodes.length : 0];
        for (int i = 0; i < rules.length; i++) {
            rules[i] = function.signature().rule(i);
        }
    }

    List<Node> nodes() {
        return List.of(nodes);
    }

    /** Null when the call is Undefined: wrong in number, or one does not convert. */
    Value @Nullable [] evaluate(Scope scope) {
        if (!fits) {
            return null;
        }
        Value[] values = new Value[nodes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = rules[i].convert(i == caught ? caught(nodes[i], scope) : nodes[i].evaluate(scope));
            if (values[i].isUndefined() && rules[i] != ArgumentRule.ANY) {
                return null;
            }
        }
        return values;
    }

    private static Value caught(Node node, Scope scope) {
        try {
            return node.evaluate(scope);
        } catch (FunctionFailed failed) {
            if (failed.kind() != FunctionFailed.Kind.FAILED) {
                throw failed;
            }
            return Value.Undefined.INSTANCE;
        }
    }

    /** Why {@link #evaluate} gave null; empty when it does not. */
    String problem(List<Explained> parts) {
        if (!fits) {
            return "%s() takes %s".formatted(function.name(), function.arity());
        }
        for (int i = 0; i < rules.length; i++) {
            Explained part = parts.get(i);
            if (rules[i] != ArgumentRule.ANY && rules[i].convert(part.value()).isUndefined()) {
                return part.value().isUndefined()
                        ? part.source() + " is Undefined"
                        : "%s is %s, not %s"
                                .formatted(
                                        part.value() instanceof Value.Text ? part.value() : part.source(),
                                        Members.a(part.value()),
                                        rules[i].wants());
            }
        }
        return "";
    }

    /** The converted values of arguments that {@link #problem} has nothing against. */
    Value[] converted(List<Explained> parts) {
        Value[] values = new Value[rules.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = rules[i].convert(parts.get(i).value());
        }
        return values;
    }
}
