package dev.penstock.broker.policy;

import java.util.Arrays;

/**
 * Matches a whole text with {@code *} (any run of characters, slashes too) and {@code ?} (one character). What a variable
 * was replaced with is never a wildcard, which is why wildcards are no characters here.
 */
final class Glob {
    private static final int ANY_RUN = -1;
    private static final int ANY_ONE = -2;

    private final int[] pattern;

    private Glob(int[] pattern) {
        this.pattern = pattern;
    }

    boolean matches(String text) {
        int at = 0;
        int in = 0;
        int star = -1;
        int resume = 0;
        while (at < text.length()) {
            if (in < pattern.length && pattern[in] == ANY_RUN) {
                star = in++;
                resume = at;
            } else if (in < pattern.length && (pattern[in] == ANY_ONE || pattern[in] == text.charAt(at))) {
                in++;
                at++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (in < pattern.length && pattern[in] == ANY_RUN) {
            in++;
        }
        return in == pattern.length;
    }

    /** Puts a pattern together. */
    static final class Builder {
        private int[] codes = new int[64];
        private int length;

        Builder anyRun() {
            return add(ANY_RUN);
        }

        Builder anyOne() {
            return add(ANY_ONE);
        }

        Builder literal(String text) {
            for (int i = 0; i < text.length(); i++) {
                add(text.charAt(i));
            }
            return this;
        }

        private Builder add(int code) {
            if (length == codes.length) {
                codes = Arrays.copyOf(codes, 2 * length);
            }
            codes[length++] = code;
            return this;
        }

        Glob build() {
            return new Glob(Arrays.copyOf(codes, length));
        }
    }
}
