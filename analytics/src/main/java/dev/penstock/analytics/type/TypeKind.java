package dev.penstock.analytics.type;

/** The SQL types that columns may have. FLOAT is the same as DOUBLE. */
public enum TypeKind {
    BOOLEAN,
    TINYINT,
    SMALLINT,
    INTEGER,
    BIGINT,
    DECIMAL,
    REAL,
    DOUBLE,
    CHAR,
    VARCHAR,
    BINARY,
    VARBINARY,
    DATE,
    TIME,
    TIMESTAMP;

    /** Whether values are whole numbers of a fixed size. */
    public boolean isInteger() {
        return this == TINYINT || this == SMALLINT || this == INTEGER || this == BIGINT;
    }

    /** Whether values are binary floating point numbers. */
    public boolean isApproximate() {
        return this == REAL || this == DOUBLE;
    }

    /** Whether values are numbers. */
    public boolean isNumeric() {
        return isInteger() || isApproximate() || this == DECIMAL;
    }

    /** Whether values are texts. */
    public boolean isText() {
        return this == CHAR || this == VARCHAR;
    }

    /** Whether values are bytes. */
    public boolean isBinary() {
        return this == BINARY || this == VARBINARY;
    }

    /** Whether the type has a length. */
    public boolean hasLength() {
        return isText() || isBinary();
    }

    /** Whether a value of this type may be inserted into a column of {@code target} without a CAST. */
    public boolean isAssignableTo(TypeKind target) {
        return this == target
                || (isNumeric() && target.isNumeric())
                || (isText() && target.isText())
                || (isBinary() && target.isBinary());
    }

    /** Smallest value of an integer type. */
    long min() {
        return switch (this) {
            case TINYINT -> Byte.MIN_VALUE;
            case SMALLINT -> Short.MIN_VALUE;
            case INTEGER -> Integer.MIN_VALUE;
            case BIGINT -> Long.MIN_VALUE;
            case BOOLEAN, DECIMAL, REAL, DOUBLE, CHAR, VARCHAR, BINARY, VARBINARY, DATE, TIME, TIMESTAMP ->
                throw new IllegalStateException(this + " is not an integer type");
        };
    }

    /** Largest value of an integer type. */
    long max() {
        return -1 - min();
    }
}
