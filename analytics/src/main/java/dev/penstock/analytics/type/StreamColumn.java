package dev.penstock.analytics.type;

/** A column of an in-application stream. */
public record StreamColumn(String name, ColumnType type, boolean isNotNull) {

    /** A column that may be NULL. */
    public static StreamColumn nullable(String name, ColumnType type) {
        return new StreamColumn(name, type, false);
    }
}
