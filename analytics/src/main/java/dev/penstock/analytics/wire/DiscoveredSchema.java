package dev.penstock.analytics.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.RecordFormat;
import dev.penstock.analytics.input.Coercion;
import dev.penstock.analytics.input.RecordMapping;
import dev.penstock.analytics.type.Assignment;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.StartingPosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A schema that was guessed from records. */
record DiscoveredSchema(RecordFormat format, List<ApplicationSpec.Column> columns) {
    private static final String ANY_TEXT = "VARCHAR(65535)";

    /** @throws AwsException UnableToDetectSchemaException */
    static DiscoveredSchema of(List<Bytes> records) {
        return JsonDiscovery.of(records)
                .or(() -> CsvDiscovery.of(records))
                .orElseThrow(() -> new AwsException(
                        "UnableToDetectSchemaException",
                        400,
                        "The %d records are neither JSON objects nor rows with the same number of columns."
                                .formatted(records.size())));
    }

    /** As the API has it. */
    ObjectNode document() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        Adoption.schema(schema, format, columns);
        return schema;
    }

    /**
     * What the engine reads from the records with this schema: texts, null where a record does not fit; of CSV, whose
     * first row may be a header, where a value does not.
     */
    ArrayNode parsed(List<Bytes> records) {
        ArrayNode parsed = JsonNodeFactory.instance.arrayNode();
        RecordMapping mapping = mapping(columns);
        if (format instanceof RecordFormat.Csv) {
            return eachValue(records, mapping.schema());
        }
        for (Bytes record : records) {
            mapping.read(record, new RecordMapping.Rows() {
                @Override
                public void row(@Nullable Object[] values) {
                    ArrayNode row = parsed.addArray();
                    for (int i = 0; i < columns.size(); i++) {
                        Object value = values[1 + i];
                        row.add(
                                value == null
                                        ? null
                                        : Assignment.text(
                                                value,
                                                mapping.schema()
                                                        .columns()
                                                        .get(i)
                                                        .type()));
                    }
                }

                @Override
                public void failed(RowFailure failure) {
                    ArrayNode row = parsed.addArray();
                    columns.forEach(column -> row.addNull());
                }
            });
        }
        return parsed;
    }

    private RecordMapping mapping(List<ApplicationSpec.Column> types) {
        return RecordMapping.of(
                new ApplicationSpec.Input("DISCOVERED", "", new StartingPosition.Latest(), format, types));
    }

    private ArrayNode eachValue(List<Bytes> records, StreamSchema schema) {
        ArrayNode parsed = JsonNodeFactory.instance.arrayNode();
        RecordMapping texts = mapping(columns.stream()
                .map(column -> new ApplicationSpec.Column(column.name(), ANY_TEXT, null))
                .toList());
        for (Bytes record : records) {
            texts.read(record, new RecordMapping.Rows() {
                @Override
                public void row(@Nullable Object[] values) {
                    ArrayNode row = parsed.addArray();
                    for (int i = 0; i < columns.size(); i++) {
                        row.add(text(values[1 + i], schema.columns().get(i).type()));
                    }
                }

                @Override
                public void failed(RowFailure failure) {
                    ArrayNode row = parsed.addArray();
                    columns.forEach(column -> row.addNull());
                }
            });
        }
        return parsed;
    }

    private static @Nullable String text(@Nullable Object value, ColumnType type) {
        if (!(value instanceof String text) || (text.isBlank() && !type.kind().isText())) {
            return null;
        }
        try {
            Object typed = Coercion.ofText(type.kind().isText() ? text : text.strip(), type);
            return typed == null ? null : Assignment.text(typed, type);
        } catch (RowFailure other) {
            return null;
        }
    }
}
