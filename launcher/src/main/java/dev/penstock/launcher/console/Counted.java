package dev.penstock.launcher.console;

/** Numbers of things. */
public final class Counted {
    private Counted() {}

    /** For example {@code 1 row}, {@code 2 rows}. */
    public static String of(long count, String plural) {
        return "%d %s".formatted(count, count == 1 ? plural.substring(0, plural.length() - 1) : plural);
    }
}
