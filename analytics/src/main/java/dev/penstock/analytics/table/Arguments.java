package dev.penstock.analytics.table;

import dev.penstock.analytics.type.StreamColumn;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** The literals after the cursor of one call, and the columns of its query. */
final class Arguments {
    private final String function;
    private final List<Object> values;
    private final List<StreamColumn> columns;

    /** @param values {@code String}, {@code BigDecimal} or {@code Boolean} */
    Arguments(String function, List<Object> values, List<StreamColumn> columns) {
        this.function = function;
        this.values = values;
        this.columns = columns;
    }

    List<StreamColumn> columns() {
        return columns;
    }

    Arguments count(int least, int most) {
        if (values.size() < least || values.size() > most) {
            String expected = least == most ? Integer.toString(least) : "%d to %d".formatted(least, most);
            throw new IllegalArgumentException(
                    "%s takes %s arguments after the cursor, not %d".formatted(function, expected, values.size()));
        }
        return this;
    }

    /** Position of a column in the rows of the query, ROWTIME is 0. */
    int column(int argument) {
        String name = text(argument, "the name of a column");
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("%s: the query has no column '%s'; it has %s (upper and lower case count)"
                .formatted(
                        function, name, columns.stream().map(StreamColumn::name).collect(Collectors.joining(", "))));
    }

    String text(int argument, String what) {
        if (argument < values.size() && values.get(argument) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(
                "%s: argument %d must be %s in single quotes".formatted(function, argument + 2, what));
    }

    boolean truth(int argument, boolean otherwise) {
        if (argument >= values.size()) {
            return otherwise;
        }
        if (values.get(argument) instanceof Boolean truth) {
            return truth;
        }
        throw new IllegalArgumentException("%s: argument %d must be TRUE or FALSE".formatted(function, argument + 2));
    }

    int whole(int argument, String name, int least, int most, int otherwise) {
        if (argument >= values.size()) {
            return otherwise;
        }
        if (values.get(argument) instanceof BigDecimal number
                && number.stripTrailingZeros().scale() <= 0
                && number.compareTo(BigDecimal.valueOf(least)) >= 0
                && number.compareTo(BigDecimal.valueOf(most)) <= 0) {
            return number.intValueExact();
        }
        throw new IllegalArgumentException("%s: %s must be a whole number from %d to %d, not %s"
                .formatted(function, name, least, most, values.get(argument)));
    }

    double positive(int argument, String name) {
        if (argument < values.size() && values.get(argument) instanceof BigDecimal number && number.signum() > 0) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("%s: %s must be a number greater than 0".formatted(function, name));
    }

    IllegalArgumentException wrong(String message) {
        return new IllegalArgumentException(function + ": " + message);
    }
}
