package dev.penstock.rules.sql;

import java.util.List;

/**
 * What follows SELECT.
 *
 * @param value whether it is {@code SELECT VALUE}: the one item is the result itself
 */
public record Projection(boolean value, List<Item> items) {

    public Projection {
        items = List.copyOf(items);
    }

    /** Whether it is a bare {@code SELECT *}: what comes in goes out. */
    public boolean isStarOnly() {
        return items.size() == 1 && items.get(0).spreads();
    }

    /**
     * One item.
     *
     * @param path the key in the output, more than one part for a dotted alias; empty for a bare {@code *} and for the
     *     item of SELECT VALUE
     */
    public record Item(Expression expression, List<String> path, Span span) {
        public Item {
            path = List.copyOf(path);
        }

        /** Whether it is a bare {@code *}, which spreads all members of the payload into the output. */
        public boolean spreads() {
            return path.isEmpty() && expression instanceof Expression.Star;
        }
    }
}
