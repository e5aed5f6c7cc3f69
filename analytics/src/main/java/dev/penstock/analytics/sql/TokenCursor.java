package dev.penstock.analytics.sql;

import dev.penstock.analytics.sql.Token.Kind;
import dev.penstock.platform.aws.AwsException;
import java.util.List;

/** Walks over the tokens of a piece of code. */
final class TokenCursor {
    private final SourceText source;
    private final List<Token> tokens;
    private int at;

    TokenCursor(SourceText source) {
        this.source = source;
        this.tokens = Lexer.tokens(source);
    }

    SourceText source() {
        return source;
    }

    Token peek() {
        return tokens.get(at);
    }

    /** The token so many after the next. */
    Token peek(int more) {
        return tokens.get(Math.min(at + more, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Kind.END) {
            at++;
        }
        return token;
    }

    boolean atEnd() {
        return peek().kind() == Kind.END;
    }

    boolean acceptWord(String word) {
        return accept(peek().isWord(word));
    }

    boolean acceptSymbol(String symbol) {
        return accept(peek().isSymbol(symbol));
    }

    void expectWord(String word) {
        if (!acceptWord(word)) {
            throw expected(word);
        }
    }

    void expectSymbol(String symbol) {
        if (!acceptSymbol(symbol)) {
            throw expected("'" + symbol + "'");
        }
    }

    Token expect(Kind kind, String what) {
        if (peek().kind() != kind) {
            throw expected(what);
        }
        return next();
    }

    AwsException expected(String what) {
        return error(peek(), "expected %s but found %s".formatted(what, peek().shown()));
    }

    AwsException error(Token token, String message) {
        return source.error(token.start(), message);
    }

    private boolean accept(boolean matches) {
        if (matches) {
            at++;
        }
        return matches;
    }
}
