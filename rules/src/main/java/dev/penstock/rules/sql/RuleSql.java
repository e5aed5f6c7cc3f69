package dev.penstock.rules.sql;

import dev.penstock.platform.aws.AwsException;
import java.util.ArrayList;
import java.util.List;

/** Turns the text of a rule, or of a field with substitution templates, into a checked tree. */
public final class RuleSql {
    private RuleSql() {}

    /**
     * Parses and checks a statement.
     *
     * @throws AwsException SqlParseException, with line, column and caret, when it does not parse, uses what the version
     *     does not have, or what cannot be done here
     */
    public static Statement parse(String sql, SqlVersion version, FunctionCatalog functions) {
        Limits.checkLength(sql);
        Statement statement = new Parser(sql, Lexer.statement(sql)).statement(version);
        statement.assignments().forEach(assignment -> Limits.checkDepth(sql, assignment.value()));
        statement.projection().items().forEach(item -> Limits.checkDepth(sql, item.expression()));
        if (statement.where() != null) {
            Limits.checkDepth(sql, statement.where());
        }
        return new Checker(sql, version, functions).check(statement);
    }

    /**
     * Parses and checks a text with <code>${...}</code>.
     *
     * @param variables names that the rule's SET assigns
     * @throws AwsException SqlParseException as for {@link #parse}
     */
    public static Template template(
            String text, SqlVersion version, FunctionCatalog functions, List<String> variables) {
        Limits.checkLength(text);
        Checker checker = new Checker(text, version, functions);
        checker.inTemplate(variables);
        List<Template.Part> parts = new ArrayList<>();
        int at = 0;
        for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", at)) {
            addPlain(text, at, open, parts);
            List<Token> tokens = Lexer.template(text, open + 2);
            Expression expression = new Parser(text, tokens).wholeExpression();
            Limits.checkDepth(text, expression);
            checker.check(expression);
            parts.add(new Template.Hole(expression));
            at = tokens.get(tokens.size() - 1).span().end() + 1;
        }
        addPlain(text, at, text.length(), parts);
        return new Template(text, parts, checker.hints());
    }

    /** The same for an action of a rule: its variables may be used; its aliases, which are not seen, give a hint. */
    public static Template template(String text, Statement rule, FunctionCatalog functions) {
        Template template = template(text, rule.version(), functions, rule.variables());
        List<String> hints = new ArrayList<>(template.hints());
        hints.addAll(Lints.of(template, rule));
        return new Template(text, template.parts(), hints);
    }

    private static void addPlain(String text, int from, int to, List<Template.Part> parts) {
        String plain = text.substring(from, to);
        if (plain.contains("@{")) {
            throw SqlError.at(
                    text,
                    from + plain.indexOf("@{"),
                    "@{...} works only in actions that write many points; use ${...}");
        }
        if (!plain.isEmpty()) {
            parts.add(new Template.Plain(plain));
        }
    }
}
