package dev.penstock.rules.eval;

import java.util.List;

/** A function call: converts the arguments by the rules of the signature, then applies the function. */
final class CallNode extends Node {
    private final SqlFunction function;
    private final Arguments arguments;
    private final long site;

    CallNode(String source, SqlFunction function, List<Node> arguments, long site) {
        super(source);
        this.function = function;
        this.arguments = new Arguments(function, arguments);
        this.site = site;
    }

    @Override
    Value evaluate(Scope scope) {
        Value[] values = arguments.evaluate(scope);
        if (values == null) {
            return Value.Undefined.INSTANCE;
        }
        Evaluation evaluation = scope.evaluation();
        for (Value value : values) {
            evaluation.spendText(Weight.of(value));
        }
        Value result = function.apply(values, evaluation, site);
        evaluation.spendText(Weight.of(result));
        return result;
    }

    @Override
    List<Node> parts() {
        return arguments.nodes();
    }

    @Override
    String whyUndefined(Scope scope, List<Explained> parts) {
        for (Explained part : parts) {
            scope.evaluation().spendText(Weight.of(part.value()));
        }
        String problem = arguments.problem(parts);
        return problem.isEmpty() ? function.whyUndefined(arguments.converted(parts)) : problem;
    }
}
