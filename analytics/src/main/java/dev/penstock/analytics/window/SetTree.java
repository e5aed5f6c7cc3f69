package dev.penstock.analytics.window;

/** A set operation, or several nested ones, over numbered inputs: how often a row comes out for how often it came in. */
public sealed interface SetTree {

    /** @param counts how often the row came in, by input */
    long count(long[] counts);

    /** The rows of one input. */
    record Input(int index) implements SetTree {
        @Override
        public long count(long[] counts) {
            return counts[index];
        }
    }

    /** @param isAll whether equal rows are told apart */
    record Combined(Kind kind, boolean isAll, SetTree left, SetTree right) implements SetTree {
        @Override
        public long count(long[] counts) {
            long one = left.count(counts);
            long other = right.count(counts);
            long all = switch (kind) {
                case UNION -> one + other;
                case INTERSECT -> Math.min(one, other);
                case EXCEPT -> isAll || other == 0 ? Math.max(0, one - other) : 0;
            };
            return isAll ? all : Math.min(1, all);
        }
    }

    /** The operations of SQL. */
    enum Kind {
        UNION,
        INTERSECT,
        EXCEPT
    }
}
