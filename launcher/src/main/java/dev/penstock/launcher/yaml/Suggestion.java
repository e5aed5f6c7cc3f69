package dev.penstock.launcher.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class Suggestion {
    private static final int ALWAYS_CLOSE = 2;
    private static final int CLOSE_SHARE = 4;

    private Suggestion() {}

    /** {@code "; did you mean 'X'?"} when a known name is close, else an empty text. */
    public static String didYouMean(String name, Collection<String> known) {
        return nearest(name, known).map("; did you mean '%s'?"::formatted).orElse("");
    }

    /** The closest known name, if at most a quarter of its letters (and two in any case) differ. */
    static Optional<String> nearest(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate ->
                        distance(name, candidate) <= Math.max(ALWAYS_CLOSE, candidate.length() / CLOSE_SHARE)
                                && distance(name, candidate) < candidate.length())
                .min(Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Edit distance without regard to case, two swapped neighbours counted as one change. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            cost[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            cost[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
