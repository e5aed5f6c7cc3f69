package dev.penstock.analytics.function;

import dev.penstock.analytics.type.RowFailure;

/** LIKE in time proportional to text times pattern, whatever the pattern. */
final class LikePattern {
    private LikePattern() {}

    static boolean matches(String text, String pattern, char escape, boolean hasEscape) {
        int t = 0;
        int p = 0;
        int retryText = -1;
        int retryPattern = -1;
        while (t < text.length() || p < pattern.length()) {
            if (p < pattern.length() && isAny(pattern, p, escape, hasEscape)) {
                retryText = t;
                retryPattern = ++p;
                continue;
            }
            int width = p < pattern.length() ? width(pattern, p, escape, hasEscape) : 0;
            if (width > 0 && t < text.length() && matchesOne(text.charAt(t), pattern, p, width)) {
                t++;
                p += width;
            } else if (retryPattern >= 0 && retryText < text.length()) {
                t = ++retryText;
                p = retryPattern;
            } else {
                return false;
            }
        }
        return true;
    }

    private static boolean isAny(String pattern, int p, char escape, boolean hasEscape) {
        return pattern.charAt(p) == '%' && !(hasEscape && escape == '%');
    }

    /** 2 for an escaped character, otherwise 1. */
    private static int width(String pattern, int p, char escape, boolean hasEscape) {
        if (!hasEscape || pattern.charAt(p) != escape) {
            return 1;
        }
        boolean isEscapable = p + 1 < pattern.length()
                && ("%_".indexOf(pattern.charAt(p + 1)) >= 0 || pattern.charAt(p + 1) == escape);
        if (!isEscapable) {
            throw RowFailure.evaluation(
                    "the ESCAPE of the pattern '%s' must be followed by %%, _ or itself".formatted(pattern));
        }
        return 2;
    }

    private static boolean matchesOne(char c, String pattern, int p, int width) {
        char expected = pattern.charAt(p + width - 1);
        return expected == c || (width == 1 && expected == '_');
    }
}
