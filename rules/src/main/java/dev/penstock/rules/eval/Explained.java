package dev.penstock.rules.eval;

import java.util.List;

/**
 * What one expression came to, and why.
 *
 * @param source the expression as written
 * @param note why the value is Undefined, or what else is worth knowing; empty when nothing is
 * @param isLiteral whether it is a constant, which needs no explanation
 * @param parts the same for its operands
 */
public record Explained(String source, Value value, String note, boolean isLiteral, List<Explained> parts) {

    private static final int MAX_NOTE = 2000;

    public Explained {
        note = note.length() <= MAX_NOTE ? note : note.substring(0, MAX_NOTE) + "...";
        parts = List.copyOf(parts);
    }

    /** An expression that is not a literal. */
    Explained(String source, Value value, String note, List<Explained> parts) {
        this(source, value, note, false, parts);
    }

    /** The same with another note. */
    Explained noting(String other) {
        return new Explained(source, value, other, isLiteral, parts);
    }
}
