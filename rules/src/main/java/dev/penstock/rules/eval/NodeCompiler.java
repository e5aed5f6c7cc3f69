package dev.penstock.rules.eval;

import dev.penstock.rules.sql.Expression;
import dev.penstock.rules.sql.Projection;
import dev.penstock.rules.sql.SqlVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Expressions of one text to nodes. Used once. */
final class NodeCompiler {
    private final FunctionSource functions;
    private final String source;
    private final List<String> variables;
    private final Numbers numbers;
    private final Map<String, Integer> names = new HashMap<>();
    private final boolean inTemplate;
    private final long siteBase;
    private int queryDepth;
    private boolean readsMembers;

    /** @param field of a template, tells its random values and calls from those of others; empty for a statement */
    NodeCompiler(
            FunctionSource functions,
            String source,
            SqlVersion version,
            List<String> variables,
            String field,
            boolean inTemplate) {
        this.functions = functions;
        this.source = source;
        this.variables = variables;
        this.inTemplate = inTemplate;
        numbers = Numbers.of(version);
        siteBase = Randomness.site(field) * 100_003;
    }

    /** How many members of the payload have a slot. */
    int slots() {
        return names.size();
    }

    /** Whether anything compiled so far reads a member of the payload. */
    boolean readsMembers() {
        return readsMembers;
    }

    ProjectionNode projection(Projection projection) {
        boolean single = projection.value() || projection.isStarOnly();
        List<ProjectionNode.Item> items = projection.items().stream()
                .map(item -> new ProjectionNode.Item(
                        compile(item.expression()), item.path(), RuleCompiler.source(item, source)))
                .toList();
        return new ProjectionNode("SELECT", single, items);
    }

    Node compile(Expression expression) {
        if (expression instanceof Expression.Name name) {
            readsMembers |= queryDepth == 0;
            return new NameNode(name.name(), slot(name.name()));
        } else if (expression instanceof Expression.Member member) {
            return new MemberNode(text(member), compile(member.object()), member.name());
        } else if (expression instanceof Expression.Comparison comparison) {
            return comparison(comparison);
        } else if (expression instanceof Expression.Arithmetic arithmetic) {
            return arithmetic(arithmetic);
        } else if (expression instanceof Expression.And and) {
            return new AndNode(text(and), compile(and.operands()));
        } else if (expression instanceof Expression.Or or) {
            return new OrNode(text(or), compile(or.operands()));
        } else if (expression instanceof Expression.Not not) {
            return new NotNode(text(not), compile(not.operand()));
        } else if (expression instanceof Expression.In in) {
            return new InNode(text(in), compile(in.value()), compile(in.array()));
        } else if (expression instanceof Expression.Call call) {
            return call(call);
        } else if (expression instanceof Expression.Star) {
            return new StarNode();
        } else if (expression instanceof Expression.Variable variable) {
            return new VariableNode(text(variable), variables.indexOf(variable.name()));
        }
        return compileStructure(expression);
    }

    /** In a template there are none: it is evaluated once, in the evaluation of the statement. */
    private int slot(String name) {
        if (inTemplate || queryDepth > 0) {
            return NameNode.NO_SLOT;
        }
        Integer slot = names.putIfAbsent(name, names.size());
        return slot == null ? names.size() - 1 : slot;
    }

    private Node compileStructure(Expression expression) {
        if (expression instanceof Expression.Cast cast) {
            return new CastNode(text(cast), compile(cast.operand()), cast.type(), numbers);
        } else if (expression instanceof Expression.Case choice) {
            return choice(choice);
        } else if (expression instanceof Expression.ArrayLiteral array) {
            return new ArrayNode(text(array), compile(array.elements()));
        } else if (expression instanceof Expression.ObjectLiteral object) {
            return object(object);
        } else if (expression instanceof Expression.Subquery query) {
            return subquery(query);
        } else if (expression instanceof Expression.Exists exists) {
            return new ExistsNode(text(exists), subquery(exists.query()));
        } else if (expression instanceof Expression.Negate negate && !isNumber(negate.operand())) {
            return new NegateNode(text(negate), compile(negate.operand()), numbers);
        }
        return new ConstantNode(text(expression), constant(expression));
    }

    private List<Node> compile(List<Expression> expressions) {
        return expressions.stream().map(this::compile).toList();
    }

    private Node comparison(Expression.Comparison node) {
        String text = text(node);
        Node left = compile(node.left());
        Node right = compile(node.right());
        return switch (node.operator()) {
            case EQUAL -> new EqualNode(text, left, right);
            case NOT_EQUAL -> new NotEqualNode(text, left, right);
            case LESS -> new LessNode(text, left, right);
            case LESS_OR_EQUAL -> new LessOrEqualNode(text, left, right);
            case GREATER -> new GreaterNode(text, left, right);
            case GREATER_OR_EQUAL -> new GreaterOrEqualNode(text, left, right);
        };
    }

    private Node arithmetic(Expression.Arithmetic node) {
        String text = text(node);
        Node left = compile(node.left());
        Node right = compile(node.right());
        return switch (node.operator()) {
            case ADD -> new AddNode(text, left, right, numbers);
            case SUBTRACT -> new SubtractNode(text, left, right, numbers);
            case MULTIPLY -> new MultiplyNode(text, left, right, numbers);
            case DIVIDE -> new DivideNode(text, left, right, numbers);
            case REMAINDER -> new RemainderNode(text, left, right, numbers);
        };
    }

    private Node call(Expression.Call call) {
        List<Node> arguments = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            arguments.add(argument instanceof Expression.Star ? new PayloadBytesNode() : compile(argument));
        }
        SqlFunction function = functions.function(call);
        long site = siteBase + call.span().start();
        return function instanceof ExternalFunction external
                ? new ExternalCallNode(text(call), external, arguments, site, inTemplate)
                : new CallNode(text(call), function, arguments, site);
    }

    private Node choice(Expression.Case choice) {
        List<CaseNode.Branch> branches = choice.branches().stream()
                .map(branch -> new CaseNode.Branch(constant(branch.value()), compile(branch.result())))
                .toList();
        Node otherwise = choice.otherwise() == null ? null : compile(choice.otherwise());
        return new CaseNode(text(choice), compile(choice.subject()), branches, otherwise);
    }

    private Node object(Expression.ObjectLiteral object) {
        List<String> keys = object.entries().stream()
                .map(Expression.ObjectLiteral.Entry::key)
                .toList();
        List<Node> values =
                object.entries().stream().map(entry -> compile(entry.value())).toList();
        return new ObjectNode(text(object), keys, values);
    }

    private SubqueryNode subquery(Expression.Subquery query) {
        Node from = compile(query.source());
        queryDepth++;
        Node where = query.where() == null ? null : compile(query.where());
        ProjectionNode projection = projection(query.projection());
        queryDepth--;
        return new SubqueryNode(text(query), from, query.alias() == null ? "" : query.alias(), where, projection);
    }

    private Value constant(Expression expression) {
        if (expression instanceof Expression.NumberLiteral number) {
            return number.isDecimal() ? numbers.decimal(number.value()) : numbers.integer(number.value());
        } else if (expression instanceof Expression.Negate negate
                && negate.operand() instanceof Expression.NumberLiteral number) {
            return constant(new Expression.NumberLiteral(number.value().negate(), number.isDecimal(), number.span()));
        } else if (expression instanceof Expression.TextLiteral text) {
            return new Value.Text(text.value());
        } else if (expression instanceof Expression.BooleanLiteral bool) {
            return Value.Bool.of(bool.value());
        } else if (expression instanceof Expression.NullLiteral) {
            return Value.Null.INSTANCE;
        }
        throw new AssertionError("not a constant: " + expression);
    }

    private static boolean isNumber(Expression expression) {
        return expression instanceof Expression.NumberLiteral;
    }

    private String text(Expression expression) {
        return expression.span().of(source);
    }
}
