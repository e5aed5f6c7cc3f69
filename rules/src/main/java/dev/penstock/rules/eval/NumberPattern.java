package dev.penstock.rules.eval;

/** {@code ^-?\d+(\.\d+)?((?i)E-?\d+)?$} by hand: it runs for every String that meets an arithmetic operator. */
final class NumberPattern {
    private NumberPattern() {}

    static boolean matches(String text) {
        int at = digits(text, text.startsWith("-") ? 1 : 0);
        if (at < 0) {
            return false;
        }
        if (at < text.length() && text.charAt(at) == '.') {
            at = digits(text, at + 1);
        }
        if (at >= 0 && at < text.length() && (text.charAt(at) == 'E' || text.charAt(at) == 'e')) {
            at = digits(text, text.startsWith("-", at + 1) ? at + 2 : at + 1);
        }
        return at == text.length();
    }

    /** The index after one digit or more; -1 when there is none. */
    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at > from ? at : -1;
    }
}
