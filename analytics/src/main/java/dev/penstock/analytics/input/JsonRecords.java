package dev.penstock.analytics.input;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records of JSON. A record may hold several documents; each gives a row, or one for each element of the array that the
 * row path or a column names.
 */
final class JsonRecords implements RecordMapping {
    private static final ObjectReader DOCUMENTS =
            Json.MAPPER.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final StreamSchema schema;
    private final JsonPath rowPath;
    private final List<JsonPath> paths = new ArrayList<>();
    private final @Nullable JsonPath flattened;

    /** Whether a column is read from the array that a record may be, as {@code $[0:].x}. */
    private final boolean isArrayRead;

    /** When all paths are {@code $.field}; else null. Such records need no tree. */
    private final @Nullable PlainFields fields;

    /** Beside {@link #fields}, for records of the most common form. */
    private final @Nullable FlatRecords flat;

    /** @throws AwsException InvalidArgumentException, CodeValidationException for a type */
    JsonRecords(StreamSchema schema, String rowPath, List<ApplicationSpec.Column> columns) {
        this.schema = schema;
        this.rowPath = JsonPath.parse(rowPath);
        if (this.rowPath.isFlattening()) {
            throw invalid("the row path '%s' must end at [0:]".formatted(rowPath));
        }
        columns.forEach(column -> paths.add(path(column)));
        flattened = flattened();
        isArrayRead =
                paths.stream().anyMatch(path -> path.isArray() && path.toArray().isEmpty());
        Map<String, int[]> columnsOfFields = fields();
        fields = columnsOfFields == null ? null : new PlainFields(schema, columnsOfFields);
        flat = columnsOfFields == null ? null : new FlatRecords(columnsOfFields, types(schema));
    }

    private static ColumnType[] types(StreamSchema schema) {
        return schema.columns().stream().map(StreamColumn::type).toArray(ColumnType[]::new);
    }

    @Override
    public StreamSchema schema() {
        return schema;
    }

    /** Reads a record: each document becomes rows or a failure, up to the first place that is not JSON. */
    @Override
    public void read(Bytes record, Rows rows) {
        @Nullable Object @Nullable [] row = flat == null ? null : flat.read(record);
        if (row == null) {
            parsed(record, rows);
        } else {
            rows.row(row);
        }
    }

    /** With the parser, whatever the record looks like. */
    void parsed(Bytes record, Rows rows) {
        try (JsonParser parser =
                Json.MAPPER.getFactory().createParser(record.array(), record.offset(), record.length())) {
            if (parser.nextToken() == null) {
                rows.failed(unparseable("the record is empty"));
                return;
            }
            int number = 0;
            do {
                if (fields != null && parser.currentToken() == JsonToken.START_OBJECT) {
                    fields.read(parser, record, rows);
                } else {
                    document(new JsonSource(record, number, DOCUMENTS.readTree(parser)), rows);
                }
                number++;
            } while (parser.nextToken() != null);
        } catch (NumberFormatException tooLarge) { // Jackson's, for an exponent that no decimal has
            rows.failed(unparseable("the record has a number that cannot be read: " + tooLarge.getMessage()));
        } catch (JsonProcessingException malformed) {
            rows.failed(unparseable("the record is not JSON: " + malformed.getOriginalMessage()));
        } catch (IOException malformed) {
            rows.failed(unparseable("the record is not JSON: " + malformed.getMessage()));
        }
    }

    /** The columns by field when all paths are {@code $.field}; else null. */
    private @Nullable Map<String, int[]> fields() {
        if (rowPath.isArray() || !rowPath.toArray().isEmpty()) {
            return null;
        }
        Map<String, int[]> columns = new HashMap<>();
        for (int i = 0; i < paths.size(); i++) {
            JsonPath path = paths.get(i);
            if (path.isArray() || path.toArray().size() != 1) {
                return null;
            }
            int[] before = columns.getOrDefault(path.toArray().get(0), new int[0]);
            int[] after = Arrays.copyOf(before, before.length + 1);
            after[before.length] = i;
            columns.put(path.toArray().get(0), after);
        }
        return columns;
    }

    private void document(JsonSource source, Rows rows) {
        JsonNode found = rowPath.find(source.document());
        boolean isRows = rowPath.isArray() ? found.isArray() : found.isObject() || (isArrayRead && found.isArray());
        if (!isRows) {
            rows.failed(unparseable(
                    "the record has no JSON %s at the row path".formatted(rowPath.isArray() ? "array" : "object")));
            return;
        }
        if (!rowPath.isArray()) {
            element(source, found, rows);
            return;
        }
        for (JsonNode row : found) {
            element(source, row, rows);
        }
    }

    private void element(JsonSource source, JsonNode row, Rows rows) {
        JsonNode array = flattened == null ? null : flattened.find(row);
        if (array == null || !array.isArray() || array.isEmpty()) {
            row(source, row, null, rows);
            return;
        }
        for (JsonNode element : array) {
            row(source, row, element, rows);
        }
    }

    private void row(JsonSource source, JsonNode row, @Nullable JsonNode element, Rows rows) {
        @Nullable Object[] values = new Object[1 + schema.columns().size()];
        try {
            for (int i = 0; i < paths.size(); i++) {
                values[1 + i] = value(source, row, element, i);
            }
        } catch (RowFailure mismatch) {
            rows.failed(mismatch);
            return;
        }
        rows.row(values);
    }

    private @Nullable Object value(JsonSource source, JsonNode row, @Nullable JsonNode element, int column) {
        JsonPath path = paths.get(column);
        StreamColumn target = schema.columns().get(column);
        try {
            if (path.isFlattening() && element == null) {
                return null;
            }
            JsonNode found = element != null && path.isFlattening() ? path.findInElement(element) : path.find(row);
            return found.isContainerNode() && target.type().kind().isText()
                    ? Coercion.ofText(source.text(found), target.type())
                    : Coercion.coerce(found, target.type());
        } catch (RowFailure mismatch) {
            throw new RowFailure(mismatch.kind(), "column %s: %s".formatted(target.name(), mismatch.getMessage()));
        }
    }

    private static JsonPath path(ApplicationSpec.Column column) {
        String mapping = column.mapping();
        if (mapping == null) {
            throw invalid(
                    "column %s has no Mapping; JSON needs a path such as $.%s".formatted(column.name(), column.name()));
        }
        return JsonPath.parse(mapping);
    }

    private @Nullable JsonPath flattened() {
        JsonPath first = null;
        for (JsonPath path : paths) {
            if (path.isFlattening()) {
                if (first != null && !first.toArray().equals(path.toArray())) {
                    throw invalid("only one array can be flattened, the schema names $.%s and $.%s"
                            .formatted(String.join(".", first.toArray()), String.join(".", path.toArray())));
                }
                first = path;
            }
        }
        return first;
    }

    private static RowFailure unparseable(String message) {
        return new RowFailure(RowFailure.Kind.UNPARSEABLE_RECORD, message);
    }

    private static AwsException invalid(String message) {
        return new AwsException("InvalidArgumentException", 400, message);
    }
}
