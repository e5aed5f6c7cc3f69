package dev.penstock.analytics.sql;

/**
 * The query of a pump. The text has the length and the line breaks of the whole code, with everything outside the query
 * blanked: what a parser says about lines and columns of it is true of the user's code.
 *
 * @param start offset of the query's first token
 */
public record QueryText(SourceText source, String text, int start) {
    /** What stands for SUBSTRING in {@code SUBSTRING(s SIMILAR p ESCAPE e)}: as many letters, another function. */
    public static final String SUBSTRING_SIMILAR = "S_SIMILAR";

    /** What stands for NTH_VALUE in {@code NTH_VALUE(x, n) FROM LAST}. */
    public static final String NTH_VALUE_LAST = "NTH_FLAST";
}
