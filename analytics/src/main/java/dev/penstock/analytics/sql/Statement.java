package dev.penstock.analytics.sql;

import dev.penstock.analytics.type.ColumnType;
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

    /**
     * CREATE FUNCTION: an expression with a name.
     *
     * @param isNullOnNull whether the result is NULL when an argument is, without a look at the body
     * @param body the expression behind RETURN
     */
    record CreateFunction(
            Name name, List<Parameter> parameters, ColumnType returns, boolean isNullOnNull, QueryText body)
            implements Statement {

        public CreateFunction {
            parameters = List.copyOf(parameters);
        }
    }

    /** A parameter of a function. */
    record Parameter(Name name, ColumnType type) {}

    /** A name and where it stands. */
    record Name(String text, int offset) {}
}
