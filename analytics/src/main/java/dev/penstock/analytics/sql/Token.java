package dev.penstock.analytics.sql;

import java.util.Locale;

/**
 * A piece of code.
 *
 * @param text as written, with its quotes
 * @param start offset of its first character
 * @param end offset after its last character
 */
record Token(Kind kind, String text, int start, int end) {

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    /** The name it stands for: words are upper-cased, quoted names keep their case. */
    String name() {
        return kind == Kind.QUOTED
                ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
                : text.toUpperCase(Locale.ROOT);
    }

    /** How messages show it. */
    String shown() {
        return kind == Kind.END ? "the end of the code" : "'" + text + "'";
    }

    enum Kind {
        WORD,
        QUOTED,
        STRING,
        NUMBER,
        SYMBOL,
        END
    }
}
