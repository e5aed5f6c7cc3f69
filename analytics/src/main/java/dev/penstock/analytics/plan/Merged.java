package dev.penstock.analytics.plan;

import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;

/**
 * A column that USING or NATURAL makes one of those that both sides of a join have.
 *
 * @param column what its name without alias stands for
 * @param aliases of all that have it
 */
record Merged(SqlIdentifier column, Set<String> aliases) {
    Merged {
        aliases = Set.copyOf(aliases);
    }
}
