package dev.penstock.launcher.yaml;

/**
 * Something to tell the user about a place in a file.
 *
 * @param text what, which value, what to do
 */
public record Finding(Position at, String text) {

    /** {@code file:line:column: text}. */
    @Override
    public String toString() {
        return at + ": " + text;
    }
}
