package dev.penstock.analytics.sql;

import dev.penstock.analytics.type.StreamSchema;
import java.util.List;

/** One statement of application code. Offsets point at the names in the code. */
public sealed interface Statement {

    /** CREATE STREAM. */
    record CreateStream(StreamSchema schema, int nameOffset) implements Statement {}

    /**
     * CREATE PUMP ... AS INSERT INTO.
     *
     * @param columns of the target in the order of the query; empty: all, in declared order
     */
    record CreatePump(String name, int nameOffset, Name target, List<Name> columns, QueryText query)
            implements Statement {

        public CreatePump {
            columns = List.copyOf(columns);
        }
    }

    /** A name and where it stands. */
    record Name(String text, int offset) {}
}
