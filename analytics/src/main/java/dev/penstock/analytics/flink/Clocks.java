package dev.penstock.analytics.flink;

import dev.penstock.analytics.type.TypeKind;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/** The functions that tell the time; the zone of a script is UTC. */
final class Clocks {
    private static final String NOW = "CAST(CURRENT_ROW_TIMESTAMP() AS TIMESTAMP(3))";
    private static final Map<String, String> TEXTS = Map.of(
            "CURRENT_ROW_TIMESTAMP",
            NOW,
            "CURRENT_TIMESTAMP",
            NOW,
            "LOCALTIMESTAMP",
            NOW,
            "CURRENT_DATE",
            "CAST(" + NOW + " AS DATE)",
            "CURRENT_TIME",
            "CAST(" + NOW + " AS TIME)",
            "LOCALTIME",
            "CAST(" + NOW + " AS TIME)");

    private Clocks() {}

    static boolean isOne(SqlIdentifier identifier) {
        return identifier.isSimple() && !identifier.isComponentQuoted(0) && TEXTS.containsKey(identifier.getSimple());
    }

    static SqlNode translated(SqlIdentifier clock, Remarks remarks) {
        remarks.add(clock.getSimple() + " is the time at which Flink handles the row, which no recording can repeat");
        return FlinkText.filled(TEXTS.getOrDefault(clock.getSimple(), NOW));
    }

    static Optional<TypeKind> kind(SqlIdentifier clock) {
        String name = clock.getSimple();
        if (name.endsWith("TIMESTAMP")) {
            return Optional.of(TypeKind.TIMESTAMP);
        }
        return Optional.of(name.endsWith("DATE") ? TypeKind.DATE : TypeKind.TIME);
    }
}
