package dev.penstock.rules.fuzz;

/**
 * How long fuzz tests run: {@code -Dpenstock.fuzz.factor=100} makes them a hundred times longer, and
 * {@code -Dpenstock.fuzz.seed=..} lets them begin somewhere else. Counts, not seconds, so that a run can be repeated.
 */
public final class Budget {
    private Budget() {}

    public static int rounds(int usual) {
        return (int) Math.min(Integer.MAX_VALUE, (long) usual * Integer.getInteger("penstock.fuzz.factor", 1));
    }

    /** The seed of one round. */
    public static long seed(int round) {
        return Long.getLong("penstock.fuzz.seed", 20_260_101L) * 1_000_003 + round;
    }
}
