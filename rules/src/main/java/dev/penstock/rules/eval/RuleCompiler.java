package dev.penstock.rules.eval;

import dev.penstock.rules.sql.Expression;
import dev.penstock.rules.sql.Projection;
import dev.penstock.rules.sql.SqlVersion;
import dev.penstock.rules.sql.Statement;
import dev.penstock.rules.sql.Template;
import java.util.ArrayList;
import java.util.List;

/** Turns a checked tree into nodes that evaluate it. */
public final class RuleCompiler {
    private final FunctionSource functions;

    public RuleCompiler(FunctionSource functions) {
        this.functions = functions;
    }

    /** A whole statement. */
    public Program compile(Statement statement) {
        NodeCompiler nodes =
                new NodeCompiler(functions, statement.sql(), statement.version(), statement.variables(), "", false);
        List<Node> assignments = statement.assignments().stream()
                .map(assignment -> nodes.compile(assignment.value()))
                .toList();
        Node where = statement.where() == null ? null : nodes.compile(statement.where());
        ProjectionNode projection = nodes.projection(statement.projection());
        Variables variables = new Variables(statement.variables(), assignments);
        return new Program(statement, variables, where, projection, nodes.readsMembers(), nodes.slots());
    }

    /**
     * A template of an action.
     *
     * @param statement the rule it belongs to, whose variables it may use
     * @param field where it stands, for example {@code actions[0].partitionKey}; tells random values apart
     */
    public CompiledTemplate compile(Template template, Statement statement, String field) {
        NodeCompiler nodes =
                new NodeCompiler(functions, template.text(), statement.version(), statement.variables(), field, true);
        List<CompiledTemplate.Part> parts = new ArrayList<>();
        for (Template.Part part : template.parts()) {
            if (part instanceof Template.Plain plain) {
                parts.add(new CompiledTemplate.Part.Plain(plain.text()));
            } else if (part instanceof Template.Hole hole) {
                parts.add(new CompiledTemplate.Part.Hole(nodes.compile(hole.expression())));
            }
        }
        return new CompiledTemplate(template.text(), parts);
    }

    /** For tests of single expressions. */
    Value evaluate(Expression expression, String sql, SqlVersion version, MessageInput message) {
        NodeCompiler nodes = new NodeCompiler(functions, sql, version, List.of(), "", false);
        Node node = nodes.compile(expression);
        ExternalCalls calls = new ExternalCalls(Answers.NONE, true);
        return node.evaluate(new Evaluation(message, "", version, Variables.NONE, nodes.slots(), calls).top());
    }

    /** Items of a projection with what was written for each. */
    static String source(Projection.Item item, String sql) {
        return item.span().of(sql);
    }
}
