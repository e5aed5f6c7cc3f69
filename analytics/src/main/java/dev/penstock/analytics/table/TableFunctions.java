package dev.penstock.analytics.table;

import dev.penstock.analytics.type.StreamColumn;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The table functions there are. */
public final class TableFunctions {
    private static final Map<String, Function<Arguments, TableFunction>> FUNCTIONS = Map.of(
            "TOP_K_ITEMS_TUMBLING", TopItems::of,
            "COUNT_DISTINCT_ITEMS_TUMBLING", DistinctItems::of,
            "RANDOM_CUT_FOREST", arguments -> Forest.of(arguments, false),
            "RANDOM_CUT_FOREST_WITH_EXPLANATION", arguments -> Forest.of(arguments, true),
            "HOTSPOTS", Hotspots::of,
            "GROUP_RANK", GroupRank::of);

    private TableFunctions() {}

    /** Names of the functions. */
    public static Set<String> names() {
        return FUNCTIONS.keySet();
    }

    /**
     * Checks one call.
     *
     * @param name upper case
     * @param arguments the literals after the cursor: {@code String}, {@code BigDecimal} or {@code Boolean}
     * @param columns of the cursor's query, without ROWTIME
     * @throws IllegalArgumentException says what is wrong
     */
    public static TableFunction create(String name, List<Object> arguments, List<StreamColumn> columns) {
        Function<Arguments, TableFunction> function = FUNCTIONS.get(name);
        if (function == null) {
            throw new IllegalArgumentException("%s is no table function; there are %s"
                    .formatted(name, String.join(", ", new TreeSet<>(FUNCTIONS.keySet()))));
        }
        return function.apply(new Arguments(name, arguments, columns));
    }
}
