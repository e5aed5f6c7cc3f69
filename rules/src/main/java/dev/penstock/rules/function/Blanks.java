package dev.penstock.rules.function;

/** Takes blanks and tabs off an end of a text; other white space stays. */
final class Blanks {
    private Blanks() {}

    static String withoutLeading(String text) {
        int from = 0;
        while (from < text.length() && isBlank(text.charAt(from))) {
            from++;
        }
        return text.substring(from);
    }

    static String withoutTrailing(String text) {
        int to = text.length();
        while (to > 0 && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(0, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
