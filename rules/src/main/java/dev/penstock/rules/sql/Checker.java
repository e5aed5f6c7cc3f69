package dev.penstock.rules.sql;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.sql.Statement.Assignment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Refuses what the grammar allows but the version, the functions or the limits do not. */
final class Checker {
    private static final int MAX_VARIABLES = 10;
    private static final int MAX_VARIABLE_NAME = 64;

    private final String source;
    private final SqlVersion version;
    private final FunctionCatalog functions;
    private final Set<String> variables = new LinkedHashSet<>();
    private final List<String> hints = new ArrayList<>();
    private boolean inTemplate;

    Checker(String source, SqlVersion version, FunctionCatalog functions) {
        this.source = source;
        this.version = version;
        this.functions = functions;
    }

    /** For a template of an action: the variables that SET of its rule assigns. */
    void inTemplate(List<String> names) {
        inTemplate = true;
        variables.addAll(names);
    }

    List<String> hints() {
        return hints;
    }

    Statement check(Statement statement) {
        hints.addAll(statement.hints());
        statement.assignments().forEach(this::checkAssignment);
        checkProjection(statement.projection());
        if (statement.where() != null) {
            check(statement.where());
        }
        hints.addAll(Lints.of(statement));
        return new Statement(
                source,
                version,
                statement.assignments(),
                statement.projection(),
                statement.filter(),
                statement.where(),
                hints);
    }

    void check(Expression expression) {
        if (expression instanceof Expression.Call call) {
            checkCall(call);
        } else if (expression instanceof Expression.Variable variable) {
            checkVariable(variable);
        } else if (expression instanceof Expression.Cast cast) {
            require(cast.type().since(), cast, "CAST to Decimal or Boolean");
        } else if (expression instanceof Expression.ArrayLiteral) {
            require(SqlVersion.V2016, expression, "an array literal");
        } else if (expression instanceof Expression.ObjectLiteral) {
            require(SqlVersion.V2016, expression, "an object literal");
        } else if (expression instanceof Expression.Subquery query) {
            require(SqlVersion.V2016, expression, "a nested query");
            checkProjection(query.projection());
        }
        Children.of(expression).forEach(this::check);
    }

    private void checkAssignment(Assignment assignment) {
        if (!version.has(SqlVersion.V2016)) {
            throw tooOld(assignment.span(), "SET", SqlVersion.V2016);
        }
        if (assignment.name().length() > MAX_VARIABLE_NAME) {
            throw at(
                    assignment.span(), "the name of a variable has at most %d characters".formatted(MAX_VARIABLE_NAME));
        }
        check(assignment.value());
        if (!variables.add(assignment.name())) {
            throw at(assignment.span(), "@%s is assigned twice".formatted(assignment.name()));
        }
        if (variables.size() > MAX_VARIABLES) {
            throw at(assignment.span(), "a statement has at most %d variables".formatted(MAX_VARIABLES));
        }
    }

    private void checkProjection(Projection projection) {
        projection.items().forEach(item -> check(item.expression()));
        boolean bracketed = projection.items().stream().anyMatch(item -> item.expression() instanceof Expression.Star);
        if (projection.value() && bracketed) {
            hints.add("SELECT VALUE * is the same as SELECT *");
        }
    }

    private void checkVariable(Expression.Variable variable) {
        if (!variables.contains(variable.name())) {
            throw at(
                    variable.span(),
                    "no variable @%s is assigned%s%s"
                            .formatted(
                                    variable.name(),
                                    variables.isEmpty() ? " (there is no SET)" : " before it is used here.",
                                    Spelling.hint(variable.name(), variables)));
        }
    }

    private void checkCall(Expression.Call call) {
        FunctionCatalog.Declaration function = functions
                .declaration(call.name())
                .orElseThrow(() -> unknown(call))
                .forCall(call);
        require(function.since(), call, function.name() + "()");
        for (Expression argument : call.arguments()) {
            if (argument instanceof Expression.Star && !function.takesStar()) {
                throw at(argument.span(), "%s() cannot take '*'".formatted(function.name()));
            }
        }
        function.refusal(call).ifPresent(reason -> {
            throw at(call.span(), reason);
        });
        if (inTemplate && !function.worksInTemplates()) {
            throw at(
                    call.span(),
                    "%s does not work in templates: use it in SET and write the variable here"
                            .formatted(call.span().of(source)));
        }
        checkArguments(call, function);
        if (!function.takes(call.arguments().size())) {
            hints.add("%s is always Undefined: %s() takes %s"
                    .formatted(call.span().of(source), function.name(), function.arity()));
        }
    }

    private void checkArguments(Expression.Call call, FunctionCatalog.Declaration function) {
        List<Expression> arguments = call.arguments();
        for (int fixed : function.fixedArguments(arguments.size())) {
            if (fixed >= 0
                    && fixed < arguments.size()
                    && arguments.get(fixed) instanceof Expression.Variable variable) {
                throw at(
                        variable.span(),
                        "a variable cannot stand for this argument of %s(): write a string".formatted(function.name()));
            }
        }
        for (int i = 0; i < arguments.size(); i++) {
            if (function.caughtArgument() != FunctionCatalog.Declaration.NONE && i != function.caughtArgument()) {
                refuseExternal(arguments.get(i), function.name());
            }
        }
    }

    private void refuseExternal(Expression expression, String inside) {
        if (expression instanceof Expression.Call call && isExternal(call)) {
            throw at(
                    call.span(),
                    "the default of %s() cannot call %s(), which asks another service"
                            .formatted(inside, lower(call.name())));
        }
        if (expression instanceof Expression.Subquery query) {
            query.projection().items().forEach(item -> refuseExternal(item.expression(), inside));
        }
        Children.of(expression).forEach(child -> refuseExternal(child, inside));
    }

    private boolean isExternal(Expression.Call call) {
        return functions
                .declaration(call.name())
                .map(function -> function.forCall(call).isExternal())
                .orElse(false);
    }

    private AwsException unknown(Expression.Call call) {
        String name = call.name();
        return functions
                .missing(name)
                .map(reason -> at(call.span(), "%s() cannot be used here: %s".formatted(lower(name), reason)))
                .orElseGet(() -> at(call.span(), "there is no function %s()%s".formatted(name, instead(name))));
    }

    private String instead(String name) {
        return Keywords.foreignFunctionHint(name)
                .map(hint -> ": " + hint)
                .orElseGet(() -> "." + Spelling.hint(name, functions.names()));
    }

    private void require(SqlVersion since, Expression expression, String what) {
        if (!version.has(since)) {
            throw tooOld(expression.span(), what, since);
        }
    }

    private AwsException tooOld(Span span, String what, SqlVersion since) {
        return at(
                span,
                "%s needs awsIotSqlVersion '%s'; this rule has '%s'%s"
                        .formatted(
                                what,
                                since,
                                version,
                                version == SqlVersion.V2015 ? " (the default when none is given)" : ""));
    }

    private AwsException at(Span span, String message) {
        return SqlError.at(source, span.start(), message);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
