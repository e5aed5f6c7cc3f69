package dev.penstock.rules.sql;

import dev.penstock.rules.sql.Expression.ArithmeticOperator;
import dev.penstock.rules.sql.Expression.ComparisonOperator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds what AWS accepts but is likely not meant. */
final class Lints {
    private final String source;
    private final SqlVersion version;
    private final Set<String> found = new LinkedHashSet<>();

    private Lints(String source, SqlVersion version) {
        this.source = source;
        this.version = version;
    }

    static List<String> of(Statement statement) {
        Lints lints = new Lints(statement.sql(), statement.version());
        lints.version();
        statement.assignments().forEach(assignment -> lints.anywhere(assignment.value()));
        statement.projection().items().forEach(item -> lints.anywhere(item.expression()));
        if (statement.where() != null) {
            lints.anywhere(statement.where());
            lints.condition(statement.where());
            lints.aliases(statement.where(), aliases(statement), "WHERE does not see aliases of SELECT");
        }
        return List.copyOf(lints.found);
    }

    /** For a template of an action of a rule with this statement. */
    static List<String> of(Template template, Statement statement) {
        Lints lints = new Lints(template.text(), statement.version());
        for (Template.Part part : template.parts()) {
            if (part instanceof Template.Hole hole) {
                lints.anywhere(hole.expression());
                lints.aliases(
                        hole.expression(),
                        aliases(statement),
                        "templates read the incoming payload and do not see aliases of SELECT");
            }
        }
        return List.copyOf(lints.found);
    }

    private void version() {
        if (version == SqlVersion.V2015) {
            found.add("awsIotSqlVersion is 2015-10-08, which is also what a rule gets that names none;"
                    + " 2016-03-23 has arrays, nested queries, SET and more functions");
        }
    }

    private void anywhere(Expression expression) {
        if (expression instanceof Expression.Arithmetic minus && isHyphenated(minus)) {
            String text = minus.span().of(source);
            found.add(
                    "%s is a subtraction; a member of that name is get(object, '%s')".formatted(text, lastName(text)));
        }
        if (expression instanceof Expression.Subquery query) {
            query.projection().items().forEach(item -> anywhere(item.expression()));
        }
        Children.of(expression).forEach(this::anywhere);
    }

    /** {@code set-point}: two names and not a blank between them. */
    private boolean isHyphenated(Expression.Arithmetic node) {
        return node.operator() == ArithmeticOperator.SUBTRACT
                && isPath(node.left())
                && node.right() instanceof Expression.Name
                && node.span().of(source).indexOf(' ') < 0;
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** What is compared in functions and nested queries is Undefined in its own ways. */
    private void condition(Expression expression) {
        if (expression instanceof Expression.Comparison comparison
                && comparison.operator() == ComparisonOperator.NOT_EQUAL) {
            unequal(comparison);
        }
        if (!(expression instanceof Expression.Subquery) && !(expression instanceof Expression.Call)) {
            Children.of(expression).forEach(this::condition);
        }
    }

    private void unequal(Expression.Comparison comparison) {
        Expression path = isPath(comparison.left()) ? comparison.left() : comparison.right();
        if (isPath(path)) {
            String text = path.span().of(source);
            String function = version.has(SqlVersion.V2016) ? "get_or_default" : "nanvl";
            found.add(("%s is Undefined for a message without %s, so the rule does not fire for it; "
                            + "if it should, compare %s(%s, '')")
                    .formatted(comparison.span().of(source), text, function, text));
        }
    }

    private static boolean isPath(Expression expression) {
        return expression instanceof Expression.Name
                || (expression instanceof Expression.Member member && isPath(member.object()));
    }

    /** Aliases that are not also read from the payload, for then there is such a member. */
    private static Set<String> aliases(Statement statement) {
        Set<String> aliases = new HashSet<>();
        Set<String> members = new HashSet<>();
        for (Projection.Item item : statement.projection().items()) {
            if (item.path().size() == 1
                    && !isLast(item.expression(), item.path().get(0))) {
                aliases.add(item.path().get(0));
            }
            names(item.expression(), members);
        }
        aliases.removeAll(members);
        return aliases;
    }

    private static boolean isLast(Expression expression, String name) {
        return expression instanceof Expression.Member member && member.name().equals(name);
    }

    private static void names(Expression expression, Set<String> names) {
        if (expression instanceof Expression.Name name) {
            names.add(name.name());
        }
        Children.of(expression).forEach(child -> names(child, names));
    }

    private void aliases(Expression expression, Set<String> aliases, String rule) {
        if (expression instanceof Expression.Name name && aliases.contains(name.name())) {
            found.add("%s: '%s' is a member of the payload here".formatted(rule, name.name()));
        }
        if (!(expression instanceof Expression.Subquery)) {
            Children.of(expression).forEach(child -> aliases(child, aliases, rule));
        }
    }
}
