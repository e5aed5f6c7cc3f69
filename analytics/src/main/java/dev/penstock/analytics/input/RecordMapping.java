package dev.penstock.analytics.input;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.sql.TypeParser;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.type.TypeKind;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The input schema of an application: makes rows of records. A record may hold several JSON documents; each gives a row,
 * or one for each element of the array that the row path or a column names.
 *
 * <p>Source: Kinesis Data Analytics Developer Guide, Configuring Application Input.
 */
public final class RecordMapping {
    /**
     * The columns that the service adds after those of the schema. {@code *} includes them: AWS does not say, and a
     * wrong guess here is an error about the number of columns, never a wrong row.
     */
    public static final List<StreamColumn> SERVICE_COLUMNS = List.of(
            StreamColumn.nullable("APPROXIMATE_ARRIVAL_TIME", ColumnType.of(TypeKind.TIMESTAMP)),
            StreamColumn.nullable("PARTITION_KEY", ColumnType.varchar(512)),
            StreamColumn.nullable("SEQUENCE_NUMBER", ColumnType.varchar(128)),
            StreamColumn.nullable("SHARD_ID", ColumnType.varchar(64)));

    private static final ObjectReader DOCUMENTS =
            Json.MAPPER.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int MAX_COLUMNS = 1000;

    private final StreamSchema schema;
    private final JsonPath rowPath;
    private final List<JsonPath> paths = new ArrayList<>();
    private final @Nullable JsonPath flattened;

    /** @throws AwsException InvalidArgumentException, CodeValidationException for a type */
    public RecordMapping(ApplicationSpec.Input input) {
        if (input.columns().isEmpty() || input.columns().size() > MAX_COLUMNS) {
            throw invalid("the input schema must have 1 to %d columns".formatted(MAX_COLUMNS));
        }
        rowPath = JsonPath.parse(input.rowPath());
        if (rowPath.isFlattening()) {
            throw invalid("the row path '%s' must end at [0:]".formatted(input.rowPath()));
        }
        List<StreamColumn> columns = new ArrayList<>();
        input.columns().forEach(column -> columns.add(column(column)));
        columns.addAll(SERVICE_COLUMNS);
        refuseDuplicates(columns);
        schema = new StreamSchema(input.namePrefix() + "_001", columns);
        flattened = flattened();
    }

    /** The input stream: the columns of the schema and those of the service. */
    public StreamSchema schema() {
        return schema;
    }

    /** Reads a record: each document becomes rows or a failure, up to the first place that is not JSON. */
    public void read(Bytes record, Rows rows) {
        try (JsonParser parser =
                Json.MAPPER.getFactory().createParser(record.array(), record.offset(), record.length())) {
            if (parser.nextToken() == null) {
                rows.failed(unparseable("the record is empty"));
                return;
            }
            do {
                document(DOCUMENTS.readTree(parser), rows);
            } while (parser.nextToken() != null);
        } catch (JsonProcessingException malformed) {
            rows.failed(unparseable("the record is not JSON: " + malformed.getOriginalMessage()));
        } catch (IOException malformed) {
            rows.failed(unparseable("the record is not JSON: " + malformed.getMessage()));
        }
    }

    private void document(JsonNode document, Rows rows) {
        JsonNode found = rowPath.find(document);
        boolean isRows = rowPath.isArray() ? found.isArray() : found.isObject();
        if (!isRows) {
            rows.failed(unparseable(
                    "the record has no JSON %s at the row path".formatted(rowPath.isArray() ? "array" : "object")));
            return;
        }
        if (!rowPath.isArray()) {
            element(found, rows);
            return;
        }
        for (JsonNode row : found) {
            element(row, rows);
        }
    }

    private void element(JsonNode row, Rows rows) {
        JsonNode array = flattened == null ? null : flattened.find(row);
        if (array == null || !array.isArray() || array.isEmpty()) {
            row(row, null, rows);
            return;
        }
        for (JsonNode element : array) {
            row(row, element, rows);
        }
    }

    private void row(JsonNode row, @Nullable JsonNode element, Rows rows) {
        @Nullable Object[] values = new Object[1 + schema.columns().size()];
        try {
            for (int i = 0; i < paths.size(); i++) {
                values[1 + i] = value(row, element, i);
            }
        } catch (RowFailure mismatch) {
            rows.failed(mismatch);
            return;
        }
        rows.row(values);
    }

    private @Nullable Object value(JsonNode row, @Nullable JsonNode element, int column) {
        JsonPath path = paths.get(column);
        StreamColumn target = schema.columns().get(column);
        try {
            if (!path.isFlattening()) {
                return Coercion.coerce(path.find(row), target.type());
            }
            return element == null ? null : Coercion.coerce(path.findInElement(element), target.type());
        } catch (RowFailure mismatch) {
            throw new RowFailure(mismatch.kind(), "column %s: %s".formatted(target.name(), mismatch.getMessage()));
        }
    }

    private StreamColumn column(ApplicationSpec.Column column) {
        String mapping = column.mapping();
        if (mapping == null) {
            throw invalid("column %s has no Mapping; CSV records are not supported yet, JSON needs a path such as $.%s"
                    .formatted(column.name(), column.name()));
        }
        paths.add(JsonPath.parse(mapping));
        return StreamColumn.nullable(column.name(), TypeParser.parse(column.sqlType()));
    }

    private static void refuseDuplicates(List<StreamColumn> columns) {
        Set<String> names = new HashSet<>(Set.of(StreamSchema.ROWTIME));
        for (StreamColumn column : columns) {
            if (!names.add(column.name())) {
                throw invalid("column %s of the input schema is declared twice, or the service adds it"
                        .formatted(column.name()));
            }
        }
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

    /** Takes what a record holds. */
    public interface Rows {

        /** A row with the columns of the schema filled in; ROWTIME and the service's columns are still null. */
        void row(@Nullable Object[] values);

        /** The record, or a row of it, cannot be read. */
        void failed(RowFailure failure);
    }
}
