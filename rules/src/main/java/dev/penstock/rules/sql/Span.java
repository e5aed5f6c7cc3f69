package dev.penstock.rules.sql;

/**
 * A piece of the SQL text.
 *
 * @param start index of its first character
 * @param end index after its last character
 */
public record Span(int start, int end) {

    /** From the start of this piece to the end of another. */
    public Span to(Span last) {
        return new Span(start, last.end);
    }

    /** The piece itself, on one line. */
    public String of(String sql) {
        return sql.substring(start, Math.min(end, sql.length())).strip().replaceAll("\\s+", " ");
    }
}
