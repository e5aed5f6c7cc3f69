package dev.penstock.rules.sql;

import dev.penstock.platform.aws.AwsException;
import java.util.List;
import java.util.Locale;

/** The tokens of one text with a position, and the errors that say what was expected there. */
final class TokenStream {
    private final String source;
    private final List<Token> tokens;
    private int at;

    TokenStream(String source, List<Token> tokens) {
        this.source = source;
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    /** Where the last token that was taken ends. */
    Span last() {
        return tokens.get(Math.max(0, at - 1)).span();
    }

    boolean is(String wordOrSymbol) {
        Token token = peek();
        return token.isWord(wordOrSymbol) || token.isSymbol(wordOrSymbol);
    }

    boolean isEnd() {
        return peek().kind() == Token.Kind.END;
    }

    boolean accept(String wordOrSymbol) {
        if (is(wordOrSymbol)) {
            next();
            return true;
        }
        return false;
    }

    void expect(String wordOrSymbol, String where) {
        if (!accept(wordOrSymbol)) {
            String wanted = Character.isLetter(wordOrSymbol.charAt(0)) ? wordOrSymbol : "'" + wordOrSymbol + "'";
            throw unexpected("expected " + wanted + where, List.of(wordOrSymbol));
        }
    }

    /** Any name, reserved or not: after a dot and after AS there is nothing to confuse it with. */
    Token expectName(String what) {
        if (peek().kind() != Token.Kind.NAME) {
            throw unexpected("expected " + what, List.of());
        }
        return next();
    }

    AwsException error(Span span, String message) {
        return SqlError.at(source, span.start(), message);
    }

    /** {@code <expected>, found <token>}, with what the token may have been meant to be. */
    AwsException unexpected(String expected, List<String> candidates) {
        Token token = peek();
        StringBuilder message = new StringBuilder(expected).append(", found ").append(token.described(source));
        String foreign = Keywords.foreignHint(token.text());
        if (token.kind() == Token.Kind.NAME && !foreign.isEmpty()) {
            message.append("; ").append(foreign);
        } else if (token.kind() == Token.Kind.NAME) {
            message.append(Spelling.nearest(token.text(), candidates)
                    .filter(name -> !name.equalsIgnoreCase(token.text()))
                    .map(name -> ". Did you mean %s?".formatted(name.toUpperCase(Locale.ROOT)))
                    .orElse(""));
        }
        return SqlError.at(source, token.span().start(), message.toString());
    }
}
