package dev.penstock.rules.sql;

import dev.penstock.rules.sql.Expression.Case;
import dev.penstock.rules.sql.Expression.ObjectLiteral;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The smallest expressions: literals, names, calls, CASE, CAST, and what stands in brackets. */
final class PrimaryParser {
    private static final int MAX_EXPONENT = 999;
    /** Far more than any value needs; reading a number takes time that grows with the square of its length. */
    private static final int MAX_LENGTH = 2000;

    private final TokenStream tokens;
    private final ExpressionParser expressions;

    PrimaryParser(TokenStream tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    Expression primary() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NUMBER -> number();
            case TEXT -> new Expression.TextLiteral(token.text(), tokens.next().span());
            case VARIABLE -> new Expression.Variable(token.text(), tokens.next().span());
            case NAME -> word(token);
            case SYMBOL, END -> bracketed(token);
        };
    }

    private Expression number() {
        Token token = tokens.next();
        if (token.text().length() > MAX_LENGTH) {
            throw tokens.error(token.span(), "a number has at most %d characters".formatted(MAX_LENGTH));
        }
        boolean decimal = token.text().matches(".*[.eE].*");
        try {
            BigDecimal value = new BigDecimal(token.text());
            if (value.signum() == 0 || Math.abs((long) value.precision() - value.scale() - 1) <= MAX_EXPONENT) {
                return new Expression.NumberLiteral(value, decimal, token.span());
            }
        } catch (NumberFormatException tooLarge) {
            // an exponent beyond int: reported below like any other number out of range
        }
        throw tokens.error(token.span(), "numbers reach from 1E-999 to 9.99E999");
    }

    private Expression word(Token token) {
        boolean isCall = tokens.peek(1).isSymbol("(");
        if (token.isWord("EXISTS") && isCall) {
            return exists();
        }
        if (token.isWord("CAST") && isCall) {
            return cast();
        }
        if (token.isWord("CASE")) {
            return caseExpression();
        }
        if (token.isWord("NULL")) {
            return new Expression.NullLiteral(tokens.next().span());
        }
        if (token.isWord("TRUE") || token.isWord("FALSE")) {
            return new Expression.BooleanLiteral(
                    token.isWord("TRUE"), tokens.next().span());
        }
        if (Keywords.isReserved(token.text()) && !token.isWord("EXISTS")) {
            throw tokens.unexpected("expected an expression", List.of());
        }
        return isCall ? call() : new Expression.Name(token.text(), tokens.next().span());
    }

    private Expression call() {
        Token name = tokens.next();
        tokens.next();
        List<Expression> arguments = new ArrayList<>();
        if (!tokens.is(")")) {
            do {
                arguments.add(expressions.starOrExpression());
            } while (tokens.accept(","));
        }
        tokens.expect(")", " at the end of the arguments of " + name.text() + "()");
        return new Expression.Call(name.text(), arguments, name.span().to(tokens.last()));
    }

    private Expression exists() {
        Span start = tokens.next().span();
        tokens.next();
        Expression.Subquery query = expressions.subquery(start);
        return new Expression.Exists(query, query.span());
    }

    private Expression cast() {
        Span start = tokens.next().span();
        tokens.next();
        Expression operand = expressions.expression();
        tokens.expect("AS", " in CAST(value AS type)");
        Token name = tokens.expectName("a type after AS");
        CastType type = CastType.of(name.text())
                .orElseThrow(() -> tokens.error(
                        name.span(),
                        "there is no type '%s' to cast to; the types are %s.%s"
                                .formatted(
                                        name.text(),
                                        String.join(", ", CastType.allSpellings()),
                                        Spelling.hint(name.text(), CastType.allSpellings()))));
        tokens.expect(")", " at the end of CAST");
        return new Expression.Cast(operand, type, start.to(tokens.last()));
    }

    private Expression caseExpression() {
        Span start = tokens.next().span();
        if (tokens.is("WHEN")) {
            throw tokens.error(
                    tokens.peek().span(),
                    "AWS IoT SQL has no CASE without a value: write CASE (condition) WHEN true THEN ...");
        }
        Expression subject = expressions.expression();
        List<Case.Branch> branches = new ArrayList<>();
        while (tokens.accept("WHEN")) {
            Expression value = constant();
            tokens.expect("THEN", " after the value of WHEN");
            branches.add(new Case.Branch(value, expressions.expression()));
        }
        if (branches.isEmpty()) {
            throw tokens.unexpected("expected WHEN", List.of("WHEN"));
        }
        @Nullable Expression otherwise = tokens.accept("ELSE") ? expressions.expression() : null;
        tokens.expect("END", " at the end of CASE");
        return new Case(subject, branches, otherwise, start.to(tokens.last()));
    }

    private Expression constant() {
        Expression value = expressions.expression();
        boolean isNegative =
                value instanceof Expression.Negate negate && negate.operand() instanceof Expression.NumberLiteral;
        boolean isConstant = isNegative
                || value instanceof Expression.NumberLiteral
                || value instanceof Expression.TextLiteral
                || value instanceof Expression.BooleanLiteral
                || value instanceof Expression.NullLiteral;
        if (!isConstant) {
            throw tokens.error(
                    value.span(),
                    "the value of WHEN must be a constant; for conditions write CASE (condition) WHEN true");
        }
        return value;
    }

    private Expression bracketed(Token token) {
        if (token.isSymbol("(")) {
            return parenthesised();
        }
        if (token.isSymbol("[")) {
            return array();
        }
        if (token.isSymbol("{")) {
            return object();
        }
        if (token.isSymbol(".") && tokens.peek(1).kind() == Token.Kind.NUMBER) {
            throw tokens.error(
                    token.span(),
                    "a number begins with a digit: write 0.%s"
                            .formatted(tokens.peek(1).text()));
        }
        throw tokens.unexpected("expected an expression", List.of());
    }

    private Expression parenthesised() {
        Span start = tokens.next().span();
        if (tokens.is("SELECT")) {
            return expressions.subquery(start);
        }
        Expression inside = expressions.expression();
        tokens.expect(")", " to close '('");
        return inside;
    }

    private Expression array() {
        Span start = tokens.next().span();
        List<Expression> elements = new ArrayList<>();
        if (!tokens.is("]")) {
            do {
                elements.add(expressions.expression());
            } while (tokens.accept(","));
        }
        tokens.expect("]", " to close '['");
        return new Expression.ArrayLiteral(elements, start.to(tokens.last()));
    }

    private Expression object() {
        Span start = tokens.next().span();
        List<ObjectLiteral.Entry> entries = new ArrayList<>();
        if (!tokens.is("}")) {
            do {
                if (tokens.peek().kind() != Token.Kind.TEXT) {
                    throw tokens.unexpected("expected a key in quotes", List.of());
                }
                String key = tokens.next().text();
                tokens.expect(":", " after the key");
                entries.add(new ObjectLiteral.Entry(key, expressions.expression()));
            } while (tokens.accept(","));
        }
        tokens.expect("}", " to close '{'");
        return new ObjectLiteral(entries, start.to(tokens.last()));
    }
}
