package dev.penstock.rules.sql;

import dev.penstock.rules.sql.Expression.Arithmetic;
import dev.penstock.rules.sql.Expression.ArithmeticOperator;
import dev.penstock.rules.sql.Expression.Comparison;
import dev.penstock.rules.sql.Expression.ComparisonOperator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Expressions, by recursive descent: one method for each level of precedence, loosest first. The recursion is
 * never deeper than {@link Limits#MAX_DEPTH} levels.
 */
final class ExpressionParser {
    private final TokenStream tokens;
    private final Parser queries;
    private final PrimaryParser primaries;
    private int depth;

    ExpressionParser(TokenStream tokens, Parser queries) {
        this.tokens = tokens;
        this.queries = queries;
        primaries = new PrimaryParser(tokens, this);
    }

    Expression expression() {
        deeper();
        Expression expression = or();
        depth--;
        return expression;
    }

    /** {@code *} where it stands for the whole payload, else an expression. */
    Expression starOrExpression() {
        if (tokens.is("*")) {
            return new Expression.Star(tokens.next().span());
        }
        return expression();
    }

    Expression.Subquery subquery(Span start) {
        deeper();
        Expression.Subquery query = queries.subquery(start);
        depth--;
        return query;
    }

    /** A value with {@code .name} after it any number of times. */
    Expression postfix() {
        int entered = depth;
        Span start = tokens.peek().span();
        Expression value = primaries.primary();
        while (tokens.is(".") || tokens.is("[")) {
            if (tokens.is("[")) {
                throw tokens.error(tokens.peek().span(), "AWS IoT SQL has no array index: write get(array, 0)");
            }
            tokens.next();
            Token name = tokens.expectName("a member name after '.' (for odd keys use get(object, 'key'))");
            value = new Expression.Member(value, name.text(), start.to(name.span()));
            deeper();
        }
        depth = entered;
        return value;
    }

    private Expression or() {
        Span start = tokens.peek().span();
        List<Expression> operands = new ArrayList<>();
        do {
            operands.add(and());
        } while (tokens.accept("OR"));
        return operands.size() == 1 ? operands.get(0) : new Expression.Or(operands, start.to(tokens.last()));
    }

    private Expression and() {
        Span start = tokens.peek().span();
        List<Expression> operands = new ArrayList<>();
        do {
            operands.add(not());
        } while (tokens.accept("AND"));
        return operands.size() == 1 ? operands.get(0) : new Expression.And(operands, start.to(tokens.last()));
    }

    private Expression not() {
        if (!tokens.is("NOT")) {
            return comparison();
        }
        Span start = tokens.next().span();
        deeper();
        Expression operand = not();
        depth--;
        return new Expression.Not(operand, start.to(tokens.last()));
    }

    private Expression comparison() {
        int entered = depth;
        Span start = tokens.peek().span();
        Expression left = sum();
        while (true) {
            ComparisonOperator operator = comparisonOperator();
            if (operator != null) {
                tokens.next();
                Expression right = sum();
                left = new Comparison(operator, left, right, start.to(tokens.last()));
            } else if (tokens.accept("IN")) {
                Expression right = sum();
                left = new Expression.In(left, right, start.to(tokens.last()));
            } else {
                depth = entered;
                return left;
            }
            deeper();
        }
    }

    private @Nullable ComparisonOperator comparisonOperator() {
        Token token = tokens.peek();
        refuseForeign(token);
        if (token.kind() != Token.Kind.SYMBOL) {
            return null;
        }
        return switch (token.text()) {
            case "=" -> ComparisonOperator.EQUAL;
            case "<>" -> ComparisonOperator.NOT_EQUAL;
            case "<" -> ComparisonOperator.LESS;
            case "<=" -> ComparisonOperator.LESS_OR_EQUAL;
            case ">" -> ComparisonOperator.GREATER;
            case ">=" -> ComparisonOperator.GREATER_OR_EQUAL;
            default -> null;
        };
    }

    /** What other dialects compare with. */
    private void refuseForeign(Token token) {
        Token following = tokens.peek(1);
        if (token.isWord("NOT") && following.isWord("IN")) {
            throw tokens.error(token.span(), "AWS IoT SQL has no NOT IN: write NOT (value IN array)");
        }
        if (token.isWord("NOT") && !Keywords.foreignHint(following.text()).isEmpty()) {
            throw tokens.error(token.span(), Keywords.foreignHint(following.text()));
        }
        if (token.isSymbol("=") && following.isSymbol("=")) {
            throw tokens.error(token.span(), "'==' is not in AWS IoT SQL: write =");
        }
    }

    private Expression sum() {
        int entered = depth;
        Span start = tokens.peek().span();
        Expression left = product();
        while (tokens.is("+") || tokens.is("-")) {
            ArithmeticOperator operator =
                    tokens.next().isSymbol("+") ? ArithmeticOperator.ADD : ArithmeticOperator.SUBTRACT;
            Expression right = product();
            left = new Arithmetic(operator, left, right, start.to(tokens.last()));
            deeper();
        }
        depth = entered;
        return left;
    }

    private Expression product() {
        int entered = depth;
        Span start = tokens.peek().span();
        Expression left = unary();
        while (tokens.is("*") || tokens.is("/") || tokens.is("%")) {
            ArithmeticOperator operator = switch (tokens.next().text()) {
                case "*" -> ArithmeticOperator.MULTIPLY;
                case "/" -> ArithmeticOperator.DIVIDE;
                default -> ArithmeticOperator.REMAINDER;
            };
            Expression right = unary();
            left = new Arithmetic(operator, left, right, start.to(tokens.last()));
            deeper();
        }
        depth = entered;
        return left;
    }

    private Expression unary() {
        if (!tokens.is("-")) {
            return postfix();
        }
        Span start = tokens.next().span();
        deeper();
        Expression operand = unary();
        depth--;
        return new Expression.Negate(operand, start.to(tokens.last()));
    }

    /** Counts one more level; every loop and recursion that makes the tree deeper comes through here. */
    private void deeper() {
        if (++depth > Limits.MAX_DEPTH) {
            throw tokens.error(
                    tokens.peek().span(), "the expression is nested deeper than %d levels".formatted(Limits.MAX_DEPTH));
        }
    }
}
