package dev.penstock.rules.sql;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a misspelt name was meant to be. */
public final class Spelling {
    /** Nobody misspells a longer name; comparing two takes the product of their lengths. */
    private static final int MAX_LENGTH = 100;

    private Spelling() {}

    /** The known name nearest to {@code word}; empty when none is near enough to be meant. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        String lower = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(name -> isNear(lower, name.toLowerCase(Locale.ROOT)))
                .min(Comparator.<String>comparingInt(name -> distance(lower, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code  Did you mean 'x'?} with a leading blank, or nothing. */
    public static String hint(String word, Collection<String> known) {
        return nearest(word, known)
                .map(name -> " Did you mean '%s'?".formatted(name))
                .orElse("");
    }

    private static boolean isNear(String word, String name) {
        if (Math.max(word.length(), name.length()) > MAX_LENGTH) {
            return false;
        }
        int shorter = Math.min(word.length(), name.length());
        if (shorter >= 4 && (word.startsWith(name) || name.startsWith(word))) {
            return true;
        }
        int allowed = shorter <= 2 ? 0 : shorter <= 4 ? 1 : 2;
        return Math.abs(word.length() - name.length()) <= allowed && distance(word, name) <= allowed;
    }

    /** Edits to get from one to the other, a swap of neighbours counting as one. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
