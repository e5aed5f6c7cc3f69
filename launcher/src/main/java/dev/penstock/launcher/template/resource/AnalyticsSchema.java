package dev.penstock.launcher.template.resource;

import dev.penstock.analytics.ApplicationSpec.Column;
import dev.penstock.analytics.ApplicationSpec.RecordFormat;
import java.util.List;
import java.util.Optional;

/** How the records of an input, or the file of a reference table, are read. */
record AnalyticsSchema(RecordFormat format, List<Column> columns) {

    AnalyticsSchema {
        columns = List.copyOf(columns);
    }

    static AnalyticsSchema read(PropertyReader schema) {
        schema.oneOf("RecordEncoding", "UTF-8");
        return new AnalyticsSchema(
                format(schema.requiredObject("RecordFormat")),
                schema.requiredObjects("RecordColumns").stream()
                        .map(AnalyticsSchema::column)
                        .toList());
    }

    private static RecordFormat format(PropertyReader format) {
        Optional<PropertyReader> mapping = format.object("MappingParameters");
        if (format.requiredOneOf("RecordFormatType", "JSON", "CSV").equals("CSV")) {
            return mapping.flatMap(parameters -> parameters.object("CSVMappingParameters"))
                    .map(csv -> new RecordFormat.Csv(
                            delimiter(csv, "RecordRowDelimiter"), delimiter(csv, "RecordColumnDelimiter")))
                    .orElse(new RecordFormat.Csv("\n", ","));
        }
        return new RecordFormat.Json(mapping.flatMap(parameters -> parameters.object("JSONMappingParameters"))
                .map(json -> json.requiredText("RecordRowPath"))
                .orElse("$"));
    }

    /** May be blank: a line feed, a tab. */
    private static String delimiter(PropertyReader csv, String name) {
        Optional<String> text = csv.text(name);
        if (text.isEmpty() || text.get().isEmpty()) {
            csv.error(
                    csv.at(name),
                    "'%s' %s".formatted(csv.label(name), text.isEmpty() ? "is missing" : "must not be empty"));
        }
        return text.orElse("");
    }

    private static Column column(PropertyReader column) {
        return new Column(
                column.requiredText("Name"),
                column.requiredText("SqlType"),
                column.text("Mapping").orElse(null));
    }
}
