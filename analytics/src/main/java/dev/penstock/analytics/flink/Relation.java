package dev.penstock.analytics.flink;

import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.type.TypeKind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table or view of the script that stands for a stream. Besides its columns it has {@code ROWTIME}.
 *
 * @param alias how the user's query calls it
 * @param table its name in the script
 * @param behind by how many milliseconds its ROWTIME lies before the row time of the service: Flink gives the results of a
 *     window the last millisecond of it, not its end
 * @param isTimed whether ROWTIME is a time attribute, by which windows can be made
 */
record Relation(String alias, String table, List<Column> columns, long behind, boolean isTimed) {
    static final String ROWTIME = StreamSchema.ROWTIME;

    Relation {
        columns = List.copyOf(columns);
    }

    Relation as(String other) {
        return new Relation(other, table, columns, behind, isTimed);
    }

    Optional<Column> find(String name) {
        return columns.stream().filter(column -> column.name.equals(name)).findFirst();
    }

    /**
     * @param kind of its values, null when it is not known
     * @param fields of a record, which log parsing functions give; each is a column of its own
     */
    record Column(String name, @Nullable TypeKind kind, List<StreamColumn> fields) {
        Column {
            fields = List.copyOf(fields);
        }

        static Column of(StreamColumn column) {
            return new Column(column.name(), column.type().kind(), List.of());
        }

        static Column plain(String name, Optional<TypeKind> kind) {
            return new Column(name, kind.orElse(null), List.of());
        }

        static String stored(String name, String field) {
            return name + "." + field;
        }

        Column renamed(String other) {
            return new Column(other, kind, fields);
        }

        boolean isRecord() {
            return !fields.isEmpty();
        }
    }
}
