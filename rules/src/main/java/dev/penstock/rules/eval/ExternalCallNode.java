package dev.penstock.rules.eval;

import java.util.List;
import java.util.StringJoiner;

/** A call of a function that asks another service. */
final class ExternalCallNode extends Node {
    private static final int SHOWN = 200;

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

    /** Shows the request, since what was answered is in no payload. */
    @Override
    Explained explain(Scope scope) {
        Explained plain = super.explain(scope);
        if (!arguments.problem(plain.parts()).isEmpty()
                || !function.problem(arguments.converted(plain.parts())).isEmpty()) {
            return plain;
        }
        String why = plain.note().isEmpty() ? function.origin() : plain.note();
        return plain.noting(why + "; request: " + request(arguments.converted(plain.parts())));
    }

    private String request(Value[] values) {
        StringJoiner request = new StringJoiner(", ", function.name() + "(", ")");
        for (Value value : values) {
            String text = value.toString();
            request.add(text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...");
        }
        return request.toString();
    }
}
