package dev.penstock.analytics.type;

/**
 * A row that could not be made or moved on: it goes to the error stream. Has no stack trace, since a bad device may
 * cause one for each of its records.
 */
public final class RowFailure extends RuntimeException {
    private final Kind kind;

    public RowFailure(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** A value does not fit the type it is meant for. */
    public static RowFailure coercion(String message) {
        return new RowFailure(Kind.CODE_CONVERSION_ERROR, message);
    }

    /** A function or operator was given a value it has no result for. */
    public static RowFailure evaluation(String message) {
        return new RowFailure(Kind.EVALUATION_ERROR, message);
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** Values of ERROR_NAME. AWS does not document its own; these say what a user needs to know. */
    public enum Kind {
        UNPARSEABLE_RECORD,
        CODE_CONVERSION_ERROR,
        EVALUATION_ERROR,
        DIVISION_BY_ZERO,
        NULL_IN_NOT_NULL_COLUMN,
        WINDOW_FULL
    }
}
