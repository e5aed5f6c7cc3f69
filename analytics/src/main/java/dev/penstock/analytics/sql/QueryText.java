package dev.penstock.analytics.sql;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The query of a pump. The text has the length and the line breaks of the whole code, with everything outside the query
 * blanked: what a parser says about lines and columns of it is true of the user's code.
 *
 * @param start offset of the query's first token
 * @param joinWindows what stood between a stream in FROM and its alias, {@code OVER (...)} or {@code OVER w}, by the offset
 *     of the stream; not in the text any more
 * @param staggers the length of each {@code WINDOWED BY STAGGER}, an interval literal, by the offset of the clause, which
 *     is a {@code GROUP BY} in the text
 */
public record QueryText(
        SourceText source, String text, int start, Map<Integer, Piece> joinWindows, Map<Integer, Piece> staggers) {
    /** What stands for SUBSTRING in {@code SUBSTRING(s SIMILAR p ESCAPE e)}: as many letters, another function. */
    public static final String SUBSTRING_SIMILAR = "S_SIMILAR";

    /** What stands for NTH_VALUE in {@code NTH_VALUE(x, n) FROM LAST}. */
    public static final String NTH_VALUE_LAST = "NTH_FLAST";

    /** What stands for SUBSTRING in {@code SUBSTRING(s, from, count)}. */
    public static final String SUBSTRING_COMMA = "SUBSTR_CM";

    /** What stands for the aggregate ANY, which Calcite knows as a part of comparisons only. */
    public static final String ANY = "B_A";

    public QueryText {
        joinWindows = Map.copyOf(joinWindows);
        staggers = Map.copyOf(staggers);
    }

    /** A text without such clauses. */
    public static QueryText of(SourceText source, String text, int start) {
        return new QueryText(source, text, start, Map.of(), Map.of());
    }

    /** The window of a join that stood after the stream at a place, null when there was none. */
    public @Nullable Piece joinWindow(int line, int column) {
        return joinWindows.get(source.offset(line, column));
    }

    /** The length of the stagger window whose clause begins at a place, null when it is a GROUP BY. */
    public @Nullable Piece stagger(int line, int column) {
        return staggers.get(source.offset(line, column));
    }

    /**
     * A part of the code.
     *
     * @param start offset of its first character
     * @param end offset after its last character
     */
    public record Piece(int start, int end) {}
}
