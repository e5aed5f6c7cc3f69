package dev.penstock.analytics.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.RecordFormat;
import dev.penstock.analytics.input.RecordMapping;
import dev.penstock.analytics.type.Assignment;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.StartingPosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A schema that was guessed from records. */
record DiscoveredSchema(RecordFormat format, List<ApplicationSpec.Column> columns) {

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

    /** What the engine reads from the records with this schema: texts, null where a record does not fit. */
    ArrayNode parsed(List<Bytes> records) {
        ArrayNode parsed = JsonNodeFactory.instance.arrayNode();
        RecordMapping mapping = RecordMapping.of(
                new ApplicationSpec.Input("DISCOVERED", "", new StartingPosition.Latest(), format, columns));
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
}
