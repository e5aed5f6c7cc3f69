package dev.penstock.analytics.type;

/**
 * The type of a column.
 *
 * @param precision length of texts and bytes, digits of DECIMAL, otherwise 0
 * @param scale digits after the point of DECIMAL, otherwise 0
 */
public record ColumnType(TypeKind kind, int precision, int scale) {
    /** The longest CHAR, VARCHAR, BINARY or VARBINARY. */
    public static final int MAX_LENGTH = 65_535;

    /** The most digits of a DECIMAL. */
    public static final int MAX_DIGITS = 19;

    /** Digits of a DECIMAL that says none; it has no fraction then. */
    public static final int DEFAULT_DIGITS = 18;

    public ColumnType {
        if (kind.hasLength() && (precision < 1 || precision > MAX_LENGTH)) {
            throw new IllegalArgumentException(
                    "%s(%d): the length must be 1 to %d".formatted(kind, precision, MAX_LENGTH));
        }
        if (kind == TypeKind.DECIMAL && (precision < 1 || precision > MAX_DIGITS || scale < 0 || scale > precision)) {
            throw new IllegalArgumentException(
                    "DECIMAL(%d,%d): the precision must be 1 to %d and the scale 0 to the precision"
                            .formatted(precision, scale, MAX_DIGITS));
        }
    }

    /** A type without length. */
    public static ColumnType of(TypeKind kind) {
        return new ColumnType(kind, 0, 0);
    }

    /** VARCHAR of a length. */
    public static ColumnType varchar(int length) {
        return new ColumnType(TypeKind.VARCHAR, length, 0);
    }

    @Override
    public String toString() {
        if (kind.hasLength()) {
            return "%s(%d)".formatted(kind, precision);
        }
        return kind == TypeKind.DECIMAL ? "DECIMAL(%d,%d)".formatted(precision, scale) : kind.toString();
    }
}
