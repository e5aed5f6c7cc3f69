package dev.penstock.rules.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts SQL into tokens. For the inside of <code>${...}</code> it stops at the brace that closes the template, which is
 * the first one that no object literal opened.
 */
final class Lexer {
    private static final String[] SYMBOLS = {
        "<>", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "%", "(", ")", "[", "]", "{", "}", ",", ".", ":"
    };

    private final String source;
    private final boolean inTemplate;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int openBraces;

    private Lexer(String source, int from, boolean inTemplate) {
        this.source = source;
        this.inTemplate = inTemplate;
        at = from;
    }

    /** All tokens of a statement; the last one is END. */
    static List<Token> statement(String sql) {
        return new Lexer(sql, 0, false).run();
    }

    /** The tokens from {@code from} to the brace that closes a template; END stands at that brace. */
    static List<Token> template(String text, int from) {
        return new Lexer(text, from, true).run();
    }

    private List<Token> run() {
        while (true) {
            skipBlanks();
            if (at >= source.length()) {
                return end();
            }
            char c = source.charAt(at);
            if (inTemplate && c == '}' && openBraces == 0) {
                return end();
            }
            next(c);
        }
    }

    private List<Token> end() {
        if (inTemplate && at >= source.length()) {
            throw SqlError.at(source, source.length(), "the template is not closed: '}' is missing");
        }
        tokens.add(new Token(Token.Kind.END, "", new Span(at, at)));
        return tokens;
    }

    private void next(char c) {
        if (c == '\'' || c == '"') {
            text(c);
        } else if (isDigit(c)) {
            number();
        } else if (isNameStart(c)) {
            add(Token.Kind.NAME, at, endOfName(at));
        } else if (c == '@') {
            variable();
        } else {
            symbol(c);
        }
    }

    /** There is no escape in AWS IoT SQL; a doubled quote stands for one, as elsewhere in SQL. */
    private void text(char quote) {
        int start = at;
        StringBuilder content = new StringBuilder();
        for (int i = start + 1; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c != quote) {
                content.append(c);
            } else if (i + 1 < source.length() && source.charAt(i + 1) == quote) {
                content.append(quote);
                i++;
            } else {
                at = i + 1;
                tokens.add(new Token(Token.Kind.TEXT, content.toString(), new Span(start, at)));
                return;
            }
        }
        throw SqlError.at(source, start, "this string is not closed: %s is missing".formatted(quote));
    }

    private void number() {
        int end = endOfDigits(at);
        if (charAt(end) == '.' && isDigit(charAt(end + 1))) {
            end = endOfDigits(end + 1);
        }
        if (charAt(end) == 'e' || charAt(end) == 'E') {
            int digits = charAt(end + 1) == '-' || charAt(end + 1) == '+' ? end + 2 : end + 1;
            end = isDigit(charAt(digits)) ? endOfDigits(digits) : end;
        }
        if (isNameStart(charAt(end))) {
            throw SqlError.at(
                    source,
                    at,
                    "'%s' is not a number, and a name cannot begin with a digit; for such a member use get(object, '%s')"
                            .formatted(source.substring(at, endOfName(end)), source.substring(at, endOfName(end))));
        }
        add(Token.Kind.NUMBER, at, end);
    }

    private void variable() {
        int end = endOfName(at + 1);
        if (end == at + 1) {
            throw SqlError.at(source, at, "the name of a variable must follow '@'");
        }
        tokens.add(new Token(Token.Kind.VARIABLE, source.substring(at + 1, end), new Span(at, end)));
        at = end;
    }

    private void symbol(char c) {
        for (String symbol : SYMBOLS) {
            if (source.startsWith(symbol, at)) {
                openBraces += c == '{' ? 1 : c == '}' ? -1 : 0;
                add(Token.Kind.SYMBOL, at, at + symbol.length());
                return;
            }
        }
        throw SqlError.at(source, at, Characters.complaint(source, at));
    }

    private void add(Token.Kind kind, int start, int end) {
        tokens.add(new Token(kind, source.substring(start, end), new Span(start, end)));
        at = end;
    }

    private void skipBlanks() {
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
            at++;
        }
        boolean comment = source.startsWith("--", at) && isComment();
        if (comment || source.startsWith("/*", at) || source.startsWith("//", at)) {
            throw SqlError.at(source, at, Characters.NO_COMMENTS);
        }
    }

    /** {@code 5 --3} is arithmetic; {@code -- words} is meant as a comment. */
    private boolean isComment() {
        return charAt(at + 2) == 0 || Character.isWhitespace(charAt(at + 2));
    }

    private int endOfDigits(int from) {
        int i = from;
        while (isDigit(charAt(i))) {
            i++;
        }
        return i;
    }

    private int endOfName(int from) {
        int i = from;
        while (isNameStart(charAt(i)) || isDigit(charAt(i))) {
            i++;
        }
        return i;
    }

    private char charAt(int index) {
        return index < source.length() ? source.charAt(index) : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c > 127 && Character.isLetter(c));
    }
}
