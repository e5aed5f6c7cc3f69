package dev.penstock.analytics.sql;

import dev.penstock.analytics.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts code into tokens. Comments are {@code -- ...}, {@code // ...} and {@code /* ... *}{@code /}. */
final class Lexer {
    private final SourceText source;
    private final String text;
    private int at;

    private Lexer(SourceText source) {
        this.source = source;
        this.text = source.text();
    }

    /** All tokens, the last one of kind END. */
    static List<Token> tokens(SourceText source) {
        Lexer lexer = new Lexer(source);
        List<Token> tokens = new ArrayList<>();
        do {
            tokens.add(lexer.next());
        } while (tokens.get(tokens.size() - 1).kind() != Kind.END);
        return tokens;
    }

    private Token next() {
        skipBlanksAndComments();
        int start = at;
        if (at == text.length()) {
            return new Token(Kind.END, "", start, start);
        }
        Kind kind = scan(text.charAt(at));
        return new Token(kind, text.substring(start, at), start, at);
    }

    private Kind scan(char first) {
        if (Character.isLetter(first) || first == '_') {
            skipWord();
            return Kind.WORD;
        }
        if (Character.isDigit(first)) {
            skipNumber();
            return Kind.NUMBER;
        }
        if (first == '\'' || first == '"') {
            skipQuoted(first);
            return first == '"' ? Kind.QUOTED : Kind.STRING;
        }
        at++;
        return Kind.SYMBOL;
    }

    private void skipWord() {
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_$".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
    }

    private void skipNumber() {
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
    }

    private void skipQuoted(char quote) {
        int start = at++;
        while (at < text.length()) {
            if (text.charAt(at) != quote) {
                at++;
            } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
                at += 2;
            } else {
                at++;
                return;
            }
        }
        throw source.error(start, "the closing %s is missing".formatted(quote));
    }

    private void skipBlanksAndComments() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("--", at) || text.startsWith("//", at)) {
                skipLine();
            } else if (text.startsWith("/*", at)) {
                skipBlock();
            } else {
                return;
            }
        }
    }

    private void skipLine() {
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
    }

    private void skipBlock() {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            throw source.error(at, "the closing */ of the comment is missing");
        }
        at = end + 2;
    }
}
