package dev.penstock.rules.sql;

import java.util.Locale;

/**
 * One word of the SQL text.
 *
 * @param text the characters as written; of a TEXT token what is between the quotes; of a VARIABLE the name without
 *     {@code @}
 */
record Token(Kind kind, String text, Span span) {

    enum Kind {
        NAME,
        NUMBER,
        TEXT,
        VARIABLE,
        SYMBOL,
        END
    }

    /** Whether this is a keyword, in any case. */
    boolean isWord(String keyword) {
        return kind == Kind.NAME && text.equalsIgnoreCase(keyword);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** How an error message names it. */
    String described(String source) {
        return switch (kind) {
            case END -> "the end of the text";
            case NAME -> Keywords.isReserved(text) ? text.toUpperCase(Locale.ROOT) : "'" + text + "'";
            case TEXT -> "the string " + span.of(source);
            case NUMBER -> "the number " + text;
            case VARIABLE -> "@" + text;
            case SYMBOL -> "'" + text + "'";
        };
    }
}
