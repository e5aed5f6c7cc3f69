package dev.penstock.analytics.flink;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.RecordFormat;
import dev.penstock.analytics.FlinkSql.Options;
import dev.penstock.analytics.FlinkSql.Time;
import dev.penstock.analytics.flink.Relation.Column;
import dev.penstock.analytics.input.JsonPath;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.type.TypeKind;
import dev.penstock.platform.aws.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The table that reads the input: the fields of the records, the columns of the schema computed from them, and ROWTIME with
 * its watermark.
 */
final class SourceTable {
    private static final String ARRIVAL = "APPROXIMATE_ARRIVAL_TIME";
    private static final String ELEMENT = "element";

    private final ApplicationSpec.Input input;
    private final StreamSchema schema;
    private final Options options;
    private final Remarks remarks;
    private final RecordFields fields = new RecordFields();
    private final RecordFields elementFields = new RecordFields();
    private final List<List<String>> paths = new ArrayList<>();
    private final List<Boolean> inElement = new ArrayList<>();
    private List<String> array = List.of();

    SourceTable(ApplicationSpec.Input input, StreamSchema schema, Options options, Remarks remarks) {
        this.input = input;
        this.schema = schema;
        this.options = options;
        this.remarks = remarks;
        if (input.format() instanceof RecordFormat.Json json) {
            readPaths(JsonPath.parse(json.rowPath()));
            remarks.add("a record may hold several JSON documents here, Flink reads one");
        } else {
            input.columns().forEach(column -> add(List.of(column.name()), false));
            remarks.add("a record may hold several CSV rows here, Flink reads the first of each record");
        }
        String fitting = schema.columns().stream()
                .map(column -> coercion(column.type().kind()))
                .filter(what -> !what.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
        remarks.add("a record that does not fit ends the job, where the service writes it to error_stream:"
                + " 'json.ignore-parse-errors' (or csv.) = 'true' drops it unseen"
                + (fitting.isEmpty() ? "" : "; " + fitting));
    }

    /** What becomes of values that fit in another way than the service's. */
    private String coercion(TypeKind kind) {
        boolean isJson = input.format() instanceof RecordFormat.Json;
        if (kind == TypeKind.VARCHAR) {
            return "texts are not cut to their length" + (isJson ? ", objects stand in them without blanks" : "");
        }
        if (kind.isInteger()) {
            return isJson ? "for a whole number a fraction is cut, true is not 1" : "";
        }
        return switch (kind) {
            case DECIMAL -> "a number too large for its DECIMAL is NULL";
            case BOOLEAN -> isJson ? "a number for a BOOLEAN is false" : "";
            case TIME -> "a TIME has whole seconds";
            default -> "";
        };
    }

    private void readPaths(JsonPath rowPath) {
        for (ApplicationSpec.Column column : input.columns()) {
            JsonPath path = JsonPath.parse(Objects.requireNonNull(column.mapping()));
            boolean wholeArray = path.isArray() && !path.isFlattening();
            boolean twice = rowPath.isArray() && path.isFlattening();
            if (wholeArray || twice || (rowPath.isArray() && rowPath.toArray().isEmpty())) {
                throw new AwsException(
                        "InvalidArgumentException",
                        400,
                        ("column %s: the path %s of an array as a whole, or of an array in an array, is not translated"
                                        + " to Flink SQL (class H). By hand: read the record as one text with 'format' = 'raw' and"
                                        + " take it apart with JSON_VALUE and JSON_QUERY")
                                .formatted(column.name(), column.mapping()));
            }
            boolean isElement = rowPath.isArray() || path.isFlattening();
            if (isElement) {
                array = rowPath.isArray() ? rowPath.toArray() : joined(rowPath.toArray(), path.toArray());
            }
            List<String> within = path.isFlattening() ? path.inElement() : path.toArray();
            add(isElement ? within : joined(rowPath.toArray(), within), isElement);
        }
        if (!array.isEmpty()) {
            fields.addArray(array, elementFields);
            remarks.restructured("each element of %s becomes a row by UNNEST".formatted(String.join(".", array)));
        }
    }

    private static List<String> joined(List<String> first, List<String> rest) {
        List<String> all = new ArrayList<>(first);
        all.addAll(rest);
        return all;
    }

    private void add(List<String> path, boolean isElement) {
        ColumnType type = schema.columns().get(paths.size()).type();
        (isElement ? elementFields : fields).add(path, type);
        paths.add(path);
        inElement.add(isElement);
    }

    /** The statements that create it. */
    List<String> statements() {
        if (needsView()) {
            String records = schema.name() + ".records";
            return List.of(table(records, List.of()), view(records));
        }
        List<String> computed = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            String name = input.columns().get(i).name();
            if (!paths.get(i).equals(List.of(name))) {
                computed.add("%s AS %s".formatted(FlinkText.name(name), path(paths.get(i))));
            }
        }
        return List.of(table(schema.name(), computed));
    }

    /** A column cannot have the name of a field that it is not. */
    private boolean needsView() {
        if (!array.isEmpty()) {
            return true;
        }
        for (int i = 0; i < paths.size(); i++) {
            String name = input.columns().get(i).name();
            if (isPadded(i)) {
                return true;
            }
            if (!paths.get(i).equals(List.of(name)) && fields.names().contains(name)) {
                return true;
            }
        }
        return false;
    }

    /** Formats do not fill a CHAR up, CAST does. */
    private boolean isPadded(int column) {
        return schema.columns().get(column).type().kind() == TypeKind.CHAR;
    }

    private String table(String name, List<String> computed) {
        List<String> lines = new ArrayList<>(fields.declarations());
        if (options.time() instanceof Time.Arrival) {
            String metadata = options.tellsArrival() ? " METADATA FROM 'timestamp' VIRTUAL" : "";
            lines.add(FlinkText.name(ARRIVAL) + " TIMESTAMP(3)" + metadata);
        }
        lines.addAll(computed);
        lines.add("`ROWTIME` AS " + rowTime());
        if (!(options.time() instanceof Time.Processing)) {
            // A millisecond behind: a row of the watermark's own time would be late, and two can come in one.
            String delay = options.time() instanceof Time.OfColumn ? "'5' SECOND" : "'0.001' SECOND";
            lines.add("WATERMARK FOR `ROWTIME` AS `ROWTIME` - INTERVAL " + delay);
        }
        return "CREATE TABLE %s (\n  %s\n) WITH (\n  %s\n);"
                .formatted(
                        FlinkText.name(name),
                        String.join(",\n  ", lines),
                        String.join(",\n  ", new Connector(options).source(input)));
    }

    private String rowTime() {
        if (options.time() instanceof Time.Processing) {
            remarks.add("ROWTIME is the clock of Flink: results cannot be repeated");
            return "PROCTIME()";
        }
        if (options.time() instanceof Time.OfColumn time) {
            remarks.restructured(
                    "ROWTIME is column %s, not the arrival; rows more than 5 seconds late are dropped by windows"
                            .formatted(time.column()));
            return "CAST(%s AS TIMESTAMP(3))".formatted(path(timePath(time.column())));
        }
        if (options.tellsArrival()) {
            return FlinkText.name(ARRIVAL);
        }
        remarks.add("the records must carry their time of arrival in the field APPROXIMATE_ARRIVAL_TIME (yyyy-MM-dd"
                + " HH:mm:ss.SSS, UTC): the SQL source of the Kinesis connector gives no metadata columns"
                + " (FLINK-36671); else choose --time proctime or --time COLUMN");
        return FlinkText.name(ARRIVAL);
    }

    private List<String> timePath(String name) {
        for (int i = 0; i < paths.size(); i++) {
            boolean isTime = schema.columns().get(i).type().kind() == TypeKind.TIMESTAMP;
            if (input.columns().get(i).name().equals(name) && isTime && !inElement.get(i)) {
                return paths.get(i);
            }
        }
        throw new AwsException(
                "InvalidArgumentException",
                400,
                "the input schema has no TIMESTAMP column %s outside of arrays; upper and lower case count"
                        .formatted(name));
    }

    private static String path(List<String> names) {
        return String.join(".", names.stream().map(FlinkText::name).toList());
    }

    private String view(String records) {
        List<String> items = new ArrayList<>(List.of("`ROWTIME`"));
        if (options.time() instanceof Time.Arrival) {
            items.add(FlinkText.name(ARRIVAL));
        }
        for (int i = 0; i < paths.size(); i++) {
            List<String> path = inElement.get(i) ? joined(List.of(ELEMENT), paths.get(i)) : paths.get(i);
            String value = isPadded(i)
                    ? "CAST(%s AS %s)"
                            .formatted(path(path), schema.columns().get(i).type())
                    : path(path);
            items.add(SelectTranslator.as(value, input.columns().get(i).name()));
        }
        String unnest = "";
        if (!array.isEmpty()) {
            String fieldNames = String.join(
                    ", ", elementFields.names().stream().map(FlinkText::name).toList());
            boolean isRowPath = input.format() instanceof RecordFormat.Json json
                    && JsonPath.parse(json.rowPath()).isArray();
            unnest = "\n%s UNNEST(%s) AS %s (%s)%s"
                    .formatted(
                            isRowPath ? "CROSS JOIN" : "LEFT JOIN",
                            path(array),
                            FlinkText.name(ELEMENT),
                            fieldNames,
                            isRowPath ? "" : " ON TRUE");
        }
        return "CREATE TEMPORARY VIEW %s AS\n%s\nFROM %s%s;"
                .formatted(
                        FlinkText.name(schema.name()),
                        FlinkText.clause("SELECT", items),
                        FlinkText.name(records),
                        unnest);
    }

    /** What queries see of it. */
    Relation relation() {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            columns.add(Column.of(schema.columns().get(i)));
        }
        if (options.time() instanceof Time.Arrival) {
            columns.add(Column.of(StreamColumn.nullable(ARRIVAL, ColumnType.of(TypeKind.TIMESTAMP))));
        }
        return new Relation(schema.name(), schema.name(), columns, 0, true);
    }
}
