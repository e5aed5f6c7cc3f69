package dev.penstock.rules.eval;

import java.util.List;

/** A call of a function that asks another service. */
final class ExternalCallNode extends Node {
    private final ExternalFunction function;
    private final Arguments arguments;
    private final long site;
    private final boolean inTemplate;

    ExternalCallNode(String source, ExternalFunction function, List<Node> arguments, long site, boolean inTemplate) {
        super(source);
        this.function = function;
        this.arguments = new Arguments(function, arguments);
        this.site = site;
        this.inTemplate = inTemplate;
    }

    @Override
    Value evaluate(Scope scope) {
        Value[] values = arguments.evaluate(scope);
        return values == null || !function.problem(values).isEmpty()
                ? Value.Undefined.INSTANCE
                : scope.evaluation().calls().value(function, values, scope.evaluation(), site, inTemplate);
    }

    @Override
    List<Node> parts() {
        return arguments.nodes();
    }

    @Override
    String whyUndefined(Scope scope, List<Explained> parts) {
        String problem = arguments.problem(parts);
        if (!problem.isEmpty()) {
            return problem;
        }
        Value[] values = arguments.converted(parts);
        String noRequest = function.problem(values);
        return noRequest.isEmpty() ? function.whyUndefined(values) : noRequest;
    }

    /** Says that a service was asked, since its answer is in no payload. */
    @Override
    Explained explain(Scope scope) {
        Explained plain = super.explain(scope);
        return plain.note().isEmpty() ? plain.noting("answered by " + function.service()) : plain;
    }
}
