package dev.penstock.analytics.input;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.analytics.input.RecordMapping.Rows;
import dev.penstock.analytics.type.Assignment;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.type.TypeKind;
import dev.penstock.platform.data.Bytes;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows whose columns are fields of the document itself straight from the parser. What comes out is what a tree of the
 * document would give: of fields of one name the last counts, and of columns that fail the first is told.
 */
final class PlainFields {
    private final StreamSchema schema;
    private final Map<String, int[]> columns;
    private final ColumnType[] types;

    /** @param columns the positions of the columns that each field is mapped to */
    PlainFields(StreamSchema schema, Map<String, int[]> columns) {
        this.schema = schema;
        this.columns = new HashMap<>(columns); // asked for each field, and faster than an immutable one
        this.types = schema.columns().stream().map(StreamColumn::type).toArray(ColumnType[]::new);
    }

    /** @param parser at the start of an object; afterwards at its end */
    void read(JsonParser parser, Bytes record, Rows rows) throws IOException {
        Row row = new Row();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            int[] targets = columns.get(name);
            JsonToken token = parser.nextToken();
            if (targets == null) {
                parser.skipChildren();
            } else if (targets.length == 1 && token.isScalarValue()) {
                row.scalar(parser, token, targets[0]);
            } else {
                row.node(parser, record, targets);
            }
        }
        RowFailure failure = row.failure();
        if (failure == null) {
            rows.row(row.values);
        } else {
            rows.failed(failure);
        }
    }

    private final class Row {
        private final @Nullable Object[] values = new Object[1 + types.length];

        /** Of each column; kept, since a later field of the same name may be well. */
        private @Nullable RowFailure @Nullable [] failures;

        /** Without a tree where the value is of the column's kind. */
        void scalar(JsonParser parser, JsonToken token, int target) throws IOException {
            ColumnType type = types[target];
            try {
                Object value;
                if (token == JsonToken.VALUE_STRING && type.kind() == TypeKind.VARCHAR) {
                    value = Assignment.cut(parser.getText(), type.precision());
                } else if (token.isNumeric() && type.kind().isNumeric()) {
                    value = Coercion.number(parser.getDecimalValue(), type);
                } else {
                    value = Coercion.coerce(JsonScalars.read(parser), type);
                }
                put(target, value);
            } catch (RowFailure mismatch) {
                fail(target, mismatch);
            }
        }

        void node(JsonParser parser, Bytes record, int[] targets) throws IOException {
            boolean isScalar = JsonScalars.isScalar(parser);
            JsonNode value = isScalar ? JsonScalars.read(parser) : JsonSource.withoutContent(parser);
            JsonNode text = isScalar ? value : JsonSource.written(parser, record);
            for (int target : targets) {
                ColumnType type = types[target];
                try {
                    put(target, Coercion.coerce(type.kind().isText() ? text : value, type));
                } catch (RowFailure mismatch) {
                    fail(target, mismatch);
                }
            }
        }

        private void put(int target, @Nullable Object value) {
            values[1 + target] = value;
            if (failures != null) {
                failures[target] = null;
            }
        }

        private void fail(int target, RowFailure mismatch) {
            @Nullable RowFailure[] kept = failures == null ? new RowFailure[types.length] : failures;
            kept[target] = mismatch;
            failures = kept;
        }

        private @Nullable RowFailure failure() {
            @Nullable RowFailure[] kept = failures;
            for (int i = 0; kept != null && i < kept.length; i++) {
                RowFailure failure = kept[i];
                if (failure != null) {
                    String column = schema.columns().get(i).name();
                    return new RowFailure(failure.kind(), "column %s: %s".formatted(column, failure.getMessage()));
                }
            }
            return null;
        }
    }
}
