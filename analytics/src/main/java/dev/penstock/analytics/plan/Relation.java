package dev.penstock.analytics.plan;

import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * One of the things that a query reads, as its expressions may name it.
 *
 * @param alias how columns may be qualified
 * @param columns without ROWTIME
 * @param isTable whether it is a reference table, which has no ROWTIME
 */
record Relation(String alias, List<Column> columns, boolean isTable) {

    Relation {
        columns = List.copyOf(columns);
    }

    /** The columns as they are stored, records as one column for each field. */
    List<String> stored() {
        List<String> names = new ArrayList<>();
        columns.forEach(column -> names.addAll(column.stored()));
        return names;
    }

    SqlIdentifier column(String name, SqlParserPos at) {
        return new SqlIdentifier(List.of(alias, name), at);
    }

    SqlIdentifier rowTime(SqlParserPos at) {
        return column(StreamSchema.ROWTIME, at);
    }

    /**
     * @param fields of a record, which the log parsing functions give; empty for a plain column
     * @param kind of a plain column's values; null when it is not known yet
     */
    record Column(
            String name, List<String> fields, @Nullable TypeKind kind) {
        Column {
            fields = List.copyOf(fields);
        }

        Column(String name, List<String> fields) {
            this(name, fields, null);
        }

        static Column plain(String name) {
            return new Column(name, List.of());
        }

        static Column of(StreamColumn column) {
            return new Column(column.name(), List.of(), column.type().kind());
        }

        /** The columns that hold it. */
        List<String> stored() {
            return fields.isEmpty()
                    ? List.of(name)
                    : fields.stream().map(field -> stored(name, field)).toList();
        }

        /** No name of a user has a $ in the middle without quotes; with quotes it would have to be meant. */
        static String stored(String name, String field) {
            return name + "$" + field;
        }

        Column renamed(String other) {
            return new Column(other, fields, kind);
        }
    }
}
