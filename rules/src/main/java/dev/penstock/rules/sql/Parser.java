package dev.penstock.rules.sql;

import dev.penstock.rules.sql.Projection.Item;
import dev.penstock.rules.sql.Statement.Assignment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements and clauses, by recursive descent; {@link ExpressionParser} does what is inside them. */
final class Parser {
    private final TokenStream tokens;
    private final String source;
    private final ExpressionParser expressions;
    private final List<String> hints = new ArrayList<>();

    Parser(String source, List<Token> tokens) {
        this.source = source;
        this.tokens = new TokenStream(source, tokens);
        expressions = new ExpressionParser(this.tokens, this);
    }

    Statement statement(SqlVersion version) {
        List<Assignment> assignments = tokens.is("SET") ? assignments() : List.of();
        tokens.expect("SELECT", assignments.isEmpty() ? " (or SET) at the beginning" : " after the SET variables");
        Projection projection = projection();
        TopicFilter filter = tokens.accept("FROM") ? topicFilter() : null;
        Expression where = where();
        if (!tokens.isEnd()) {
            throw tokens.unexpected(
                    where != null
                            ? "expected an operator or the end of the statement"
                            : filter != null
                                    ? "expected WHERE or the end of the statement"
                                    : "expected ',', AS or FROM after an item of the SELECT list",
                    List.of("FROM", "WHERE", "AS", "AND", "OR"));
        }
        return new Statement(source, version, assignments, projection, filter, where, hints);
    }

    /** The inside of a template. */
    Expression wholeExpression() {
        Expression expression = expressions.expression();
        if (!tokens.isEnd()) {
            throw tokens.unexpected("expected an operator or '}'", List.of("AND", "OR", "IN"));
        }
        return expression;
    }

    /** What follows {@code (} when it is a nested query; takes the closing parenthesis too. */
    Expression.Subquery subquery(Span start) {
        tokens.expect("SELECT", "");
        Projection projection = projection();
        tokens.expect("FROM", " in a nested query");
        if (tokens.peek().kind() == Token.Kind.TEXT) {
            throw tokens.error(
                    tokens.peek().span(), "a nested query selects from an array or object, not from a topic");
        }
        Expression from = expressions.postfix();
        String alias = tokens.accept("AS")
                ? tokens.expectName("a name for the element after AS").text()
                : null;
        Expression where = where();
        tokens.expect(")", " at the end of the nested query");
        return new Expression.Subquery(projection, from, alias, where, start.to(tokens.last()));
    }

    private List<Assignment> assignments() {
        tokens.next();
        List<Assignment> assignments = new ArrayList<>();
        do {
            Token variable = tokens.peek();
            if (variable.kind() != Token.Kind.VARIABLE) {
                throw tokens.unexpected("expected a variable such as @limit", List.of());
            }
            tokens.next();
            tokens.expect("=", " after the variable");
            Expression value = expressions.expression();
            assignments.add(
                    new Assignment(variable.text(), value, variable.span().to(tokens.last())));
        } while (tokens.accept(","));
        if (tokens.is("SET")) {
            throw tokens.error(tokens.peek().span(), "only one SET is allowed; part the assignments by commas");
        }
        return assignments;
    }

    private Projection projection() {
        if (isValueKeyword()) {
            tokens.next();
            Span start = tokens.peek().span();
            Expression item = expressions.starOrExpression();
            if (tokens.is("AS") || tokens.is(",")) {
                throw tokens.error(tokens.peek().span(), "SELECT VALUE takes one item without an alias");
            }
            return new Projection(true, List.of(new Item(item, List.of(), start.to(tokens.last()))));
        }
        List<Item> items = new ArrayList<>();
        do {
            if (!items.isEmpty() && tokens.is("FROM")) {
                hints.add("there is a comma before FROM");
                break;
            }
            items.add(item());
        } while (tokens.accept(","));
        return new Projection(false, items);
    }

    /** {@code VALUE} is a keyword only where an expression follows it; {@code SELECT value, x} selects a member. */
    private boolean isValueKeyword() {
        if (!tokens.is("VALUE")) {
            return false;
        }
        Token following = tokens.peek(1);
        return switch (following.kind()) {
            case NAME -> !following.isWord("FROM") && !following.isWord("AS") && !isBinaryWord(following);
            case NUMBER, TEXT, VARIABLE -> true;
            case SYMBOL -> following.isSymbol("[") || following.isSymbol("{") || isOperandSymbol(following);
            case END -> false;
        };
    }

    /** {@code VALUE (..)}, {@code VALUE *} and {@code VALUE -x}; but {@code value * 2} calculates with a member. */
    private boolean isOperandSymbol(Token symbol) {
        Token after = tokens.peek(2);
        return (symbol.isSymbol("*") && (after.isWord("FROM") || after.kind() == Token.Kind.END))
                || symbol.isSymbol("(")
                || (symbol.isSymbol("-") && !isOneOfSeveralOrNamed());
    }

    /** Whether an alias or a further item follows: {@code SELECT value - 1 AS x} calculates with a member. */
    private boolean isOneOfSeveralOrNamed() {
        int depth = 0;
        for (int ahead = 1; tokens.peek(ahead).kind() != Token.Kind.END; ahead++) {
            Token token = tokens.peek(ahead);
            if (token.isSymbol("(") || token.isSymbol("[") || token.isSymbol("{")) {
                depth++;
            } else if (token.isSymbol(")") || token.isSymbol("]") || token.isSymbol("}")) {
                depth--;
            }
            if (depth < 0 || (depth == 0 && token.isWord("FROM"))) {
                return false;
            }
            if (depth == 0 && (token.isWord("AS") || token.isSymbol(","))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBinaryWord(Token token) {
        return token.isWord("AND") || token.isWord("OR") || token.isWord("IN") || token.isWord("WHERE");
    }

    private Item item() {
        Span start = tokens.peek().span();
        Expression expression = expressions.starOrExpression();
        if (tokens.accept("AS")) {
            List<String> path = alias();
            return new Item(expression, path, start.to(tokens.last()));
        }
        if (tokens.peek().kind() == Token.Kind.NAME
                && !Keywords.isReserved(tokens.peek().text())) {
            throw tokens.unexpected(
                    "expected ',', AS or FROM after an item of the SELECT list (an alias needs AS)",
                    List.of("FROM", "WHERE", "AS", "AND", "OR"));
        }
        return new Item(expression, defaultKey(expression), start.to(tokens.last()));
    }

    private List<String> alias() {
        List<String> path = new ArrayList<>();
        do {
            path.add(tokens.expectName("a name without quotes as alias").text());
            if (path.size() > Limits.MAX_DEPTH) {
                throw tokens.error(
                        tokens.last(), "an alias nests objects at most %d levels deep".formatted(Limits.MAX_DEPTH));
            }
        } while (tokens.accept("."));
        return path;
    }

    private List<String> defaultKey(Expression expression) {
        if (expression instanceof Expression.Star) {
            return List.of();
        }
        if (expression instanceof Expression.Name name) {
            return List.of(name.name());
        }
        if (expression instanceof Expression.Member member) {
            return List.of(member.name());
        }
        String text = expression.span().of(source);
        String key = undocumentedKey(expression, text);
        hints.add("%s has no alias; AWS does not document which key it gets, here it is '%s'".formatted(text, key));
        return List.of(key);
    }

    private static String undocumentedKey(Expression expression, String text) {
        if (expression instanceof Expression.Call call) {
            return call.name();
        }
        return expression instanceof Expression.Variable variable ? variable.name() : text;
    }

    private TopicFilter topicFilter() {
        Token text = tokens.peek();
        if (text.kind() != Token.Kind.TEXT) {
            throw tokens.unexpected("expected a topic filter in single quotes after FROM", List.of());
        }
        tokens.next();
        TopicFilter filter = TopicFilter.of(text.text());
        if (!filter.problem().isEmpty()) {
            throw tokens.error(text.span(), filter.problem());
        }
        if (source.charAt(text.span().start()) == '"') {
            hints.add("the topic filter is in double quotes; AWS documents single ones");
        }
        return filter;
    }

    private @Nullable Expression where() {
        return tokens.accept("WHERE") ? expressions.expression() : null;
    }
}
