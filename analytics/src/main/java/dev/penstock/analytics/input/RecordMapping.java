package dev.penstock.analytics.input;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.RecordFormat;
import dev.penstock.analytics.sql.TypeParser;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.type.TypeKind;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The schema of an input or of a reference table: makes rows of records.
 *
 * <p>Source: Kinesis Data Analytics Developer Guide, Configuring Application Input.
 */
public interface RecordMapping {
    /**
     * The columns that the service adds after those of the schema. {@code *} includes them: AWS does not say, and a
     * wrong guess here is an error about the number of columns, never a wrong row.
     */
    List<StreamColumn> SERVICE_COLUMNS = List.of(
            StreamColumn.nullable("APPROXIMATE_ARRIVAL_TIME", ColumnType.of(TypeKind.TIMESTAMP)),
            StreamColumn.nullable("PARTITION_KEY", ColumnType.varchar(512)),
            StreamColumn.nullable("SEQUENCE_NUMBER", ColumnType.varchar(128)),
            StreamColumn.nullable("SHARD_ID", ColumnType.varchar(64)));

    /** Most columns of a schema. */
    int MAX_COLUMNS = 1000;

    /**
     * The mapping of a streaming input: its columns, then those of the service. The schema is that of its first
     * in-application stream.
     *
     * @throws AwsException InvalidArgumentException, CodeValidationException for a type
     */
    static RecordMapping of(ApplicationSpec.Input input) {
        if (input.parallelism() < 1 || input.parallelism() > ApplicationSpec.Input.MAX_PARALLELISM) {
            throw new AwsException(
                    "InvalidArgumentException",
                    400,
                    "InputParallelism.Count must be 1 to %d, not %d"
                            .formatted(ApplicationSpec.Input.MAX_PARALLELISM, input.parallelism()));
        }
        return of(input.inApplicationStreams().get(0), input.format(), input.columns(), SERVICE_COLUMNS);
    }

    /** The in-application streams of an input: all have the columns of its mapping. */
    default List<StreamSchema> streams(ApplicationSpec.Input input) {
        return input.inApplicationStreams().stream()
                .map(name -> new StreamSchema(name, schema().columns()))
                .toList();
    }

    /**
     * The mapping of a reference table.
     *
     * @throws AwsException InvalidArgumentException, CodeValidationException for a type
     */
    static RecordMapping of(ApplicationSpec.Reference reference) {
        return of(reference.table(), reference.format(), reference.columns(), List.of());
    }

    private static RecordMapping of(
            String name, RecordFormat format, List<ApplicationSpec.Column> declared, List<StreamColumn> added) {
        if (declared.isEmpty() || declared.size() > MAX_COLUMNS) {
            throw new AwsException(
                    "InvalidArgumentException",
                    400,
                    "the schema of %s must have 1 to %d columns".formatted(name, MAX_COLUMNS));
        }
        List<StreamColumn> columns = new ArrayList<>();
        declared.forEach(
                column -> columns.add(StreamColumn.nullable(column.name(), TypeParser.parse(column.sqlType()))));
        columns.addAll(added);
        refuseDuplicates(columns);
        StreamSchema schema = new StreamSchema(name, columns);
        return format instanceof RecordFormat.Csv csv
                ? new CsvRecords(schema, csv, declared)
                : new JsonRecords(schema, ((RecordFormat.Json) format).rowPath(), declared);
    }

    private static void refuseDuplicates(List<StreamColumn> columns) {
        Set<String> names = new HashSet<>(Set.of(StreamSchema.ROWTIME));
        for (StreamColumn column : columns) {
            if (!names.add(column.name())) {
                throw new AwsException(
                        "InvalidArgumentException",
                        400,
                        "column %s of the input schema is declared twice, or the service adds it"
                                .formatted(column.name()));
            }
        }
    }

    /** The stream or table: the columns of the schema and those of the service. */
    StreamSchema schema();

    /** Reads a record: what it holds becomes rows or failures. */
    void read(Bytes record, Rows rows);

    /** Takes what a record holds. */
    interface Rows {

        /** A row with the columns of the schema filled in; ROWTIME and the service's columns are still null. */
        void row(@Nullable Object[] values);

        /** The record, or a row of it, cannot be read. */
        void failed(RowFailure failure);
    }
}
