package dev.penstock.launcher.yaml;

import java.util.Comparator;

/**
 * A place in a file.
 *
 * @param file as the user named it
 * @param line from 1; 0 for the file as a whole
 * @param column from 1; 0 for the file as a whole
 */
public record Position(String file, int line, int column) implements Comparable<Position> {
    private static final Comparator<Position> ORDER = Comparator.comparing(Position::file)
            .thenComparingInt(Position::line)
            .thenComparingInt(Position::column);

    /** The file as a whole. */
    public static Position of(String file) {
        return new Position(file, 0, 0);
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    /** {@code file:line:column}, which terminals and editors turn into a link. */
    @Override
    public String toString() {
        return line == 0 ? file : "%s:%d:%d".formatted(file, line, column);
    }
}
