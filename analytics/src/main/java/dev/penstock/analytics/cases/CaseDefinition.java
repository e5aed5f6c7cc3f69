package dev.penstock.analytics.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.Column;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.stream.StartingPosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a case says.
 *
 * @param shards how many the Kinesis stream has
 * @param codeError the exception that creating the application must end in; null when it must not
 * @param expect rows by stream, in the order of the file
 * @param isOrdered whether the order of the rows counts
 * @param errorRows how many rows {@code error_stream} must get; null when it is not checked
 */
record CaseDefinition(
        ApplicationSpec application,
        int shards,
        List<Event> events,
        @Nullable String codeError,
        Map<String, List<ExpectedRow>> expect,
        boolean isOrdered,
        @Nullable Integer errorRows) {
    /** The application of every case. */
    static final String APPLICATION = "case";

    /** The Kinesis stream it reads. */
    static final String INPUT = "input";

    private static final int MOST_SHARDS = 1_000;
    private static final String PARTITION_KEY = "key";

    private static final Set<String> KNOWN = Set.of(
            "id",
            "area",
            "inputSchema",
            "recordFormat",
            "inputParallelism",
            "shards",
            "reference",
            "sql",
            "events",
            "expect",
            "ordered",
            "errors",
            "codeError",
            "source",
            "confidence",
            "note");

    /**
     * A record and when it arrives.
     *
     * @param millis after the start of the clock
     * @param key its partition key
     */
    record Event(long millis, String key, Bytes record) {}

    /** @throws IllegalArgumentException says what is wrong */
    static CaseDefinition of(JsonNode json) {
        Fields.object(json, "the case", KNOWN);
        List<Column> columns = columns(Fields.list(json, "inputSchema", true), "inputSchema");
        ApplicationSpec.Input input = new ApplicationSpec.Input(
                        "SOURCE_SQL_STREAM",
                        INPUT,
                        new StartingPosition.TrimHorizon(),
                        format(json.path("recordFormat")),
                        columns)
                .inParallel(Fields.count(json, "inputParallelism", ApplicationSpec.Input.MAX_PARALLELISM));
        ApplicationSpec application = new ApplicationSpec(
                APPLICATION, Fields.text(json, "sql", "the case"), input, List.of(), references(json));
        return new CaseDefinition(
                application,
                Fields.count(json, "shards", MOST_SHARDS),
                events(json),
                Fields.textOrNull(json, "codeError", "the case"),
                expectations(json),
                json.path("ordered").asBoolean(true),
                json.has("errors") ? errorRows(json.get("errors")) : null);
    }

    private static List<Column> columns(List<JsonNode> declared, String place) {
        List<Column> columns = new ArrayList<>();
        for (JsonNode column : declared) {
            Fields.object(column, "a column of " + place, Set.of("name", "sqlType", "mapping"));
            columns.add(new Column(
                    Fields.text(column, "name", "a column of " + place),
                    Fields.text(column, "sqlType", "a column of " + place),
                    Fields.textOrNull(column, "mapping", "a column of " + place)));
        }
        return columns;
    }

    private static ApplicationSpec.RecordFormat format(JsonNode format) {
        if (format.isMissingNode() || format.isNull()) {
            return new ApplicationSpec.RecordFormat.Json("$");
        }
        Fields.object(format, "recordFormat", Set.of("type", "rowPath", "rowDelimiter", "columnDelimiter"));
        String type = Fields.text(format, "type", "recordFormat");
        return switch (type) {
            case "JSON" ->
                new ApplicationSpec.RecordFormat.Json(format.path("rowPath").asText("$"));
            case "CSV" ->
                new ApplicationSpec.RecordFormat.Csv(
                        format.path("rowDelimiter").asText("\n"),
                        format.path("columnDelimiter").asText(","));
            default -> throw Fields.wrong("the type of recordFormat must be JSON or CSV, not %s", type);
        };
    }

    /** Tables given as rows become the JSON file that would hold them. */
    private static List<ApplicationSpec.Reference> references(JsonNode json) {
        List<ApplicationSpec.Reference> references = new ArrayList<>();
        for (JsonNode table : Fields.list(json, "reference", false)) {
            Fields.object(table, "a reference table", Set.of("table", "columns", "rows"));
            List<Column> columns = new ArrayList<>();
            for (Column column : columns(Fields.list(table, "columns", true), "a reference table")) {
                columns.add(new Column(column.name(), column.sqlType(), "$." + column.name()));
            }
            Bytes file = file(Fields.list(table, "rows", true), columns);
            references.add(new ApplicationSpec.Reference(
                    Fields.text(table, "table", "a reference table"),
                    new ApplicationSpec.RecordFormat.Json("$"),
                    columns,
                    () -> file));
        }
        return references;
    }

    private static Bytes file(List<JsonNode> rows, List<Column> columns) {
        StringBuilder file = new StringBuilder();
        for (JsonNode row : rows) {
            if (!row.isArray() || row.size() != columns.size()) {
                throw Fields.wrong("each row of a reference table must be a list of %s values", "" + columns.size());
            }
            ObjectNode document = Json.MAPPER.createObjectNode();
            for (int i = 0; i < columns.size(); i++) {
                document.set(columns.get(i).name(), row.get(i));
            }
            file.append(document).append('\n');
        }
        return Bytes.utf8(file.toString());
    }

    private static List<Event> events(JsonNode json) {
        List<Event> events = new ArrayList<>();
        long last = 0;
        for (JsonNode event : Fields.list(json, "events", true)) {
            Fields.object(event, "an event", Set.of("t", "key", "data", "raw"));
            JsonNode time = event.path("t");
            if (!time.canConvertToLong() || !time.isIntegralNumber() || time.asLong() < last) {
                throw Fields.wrong("'t' of an event must be whole milliseconds, not before %s", "" + last);
            }
            if (event.has("data") == event.has("raw")) {
                throw Fields.wrong("an event must have either 'data' or 'raw'%s", "");
            }
            last = time.asLong();
            String key = Fields.textOrNull(event, "key", "an event");
            events.add(new Event(
                    last,
                    key == null ? PARTITION_KEY : key,
                    Bytes.utf8(
                            event.has("raw")
                                    ? Fields.text(event, "raw", "an event")
                                    : event.get("data").toString())));
        }
        return events;
    }

    private static Map<String, List<ExpectedRow>> expectations(JsonNode json) {
        Map<String, List<ExpectedRow>> expect = new LinkedHashMap<>();
        JsonNode streams = json.path("expect");
        if (!streams.isObject() && !(streams.isMissingNode() && json.has("codeError"))) {
            throw Fields.wrong("'%s' must be an object of streams with their rows", "expect");
        }
        for (Map.Entry<String, JsonNode> stream : streams.properties()) {
            List<ExpectedRow> rows = new ArrayList<>();
            Fields.list(streams, stream.getKey(), true).forEach(row -> rows.add(ExpectedRow.of(row)));
            expect.put(stream.getKey(), rows);
        }
        return expect;
    }

    private static Integer errorRows(JsonNode errors) {
        Fields.object(errors, "errors", Set.of("count"));
        if (!errors.path("count").canConvertToInt() || errors.path("count").asInt() < 0) {
            throw Fields.wrong("'%s' must be how many rows error_stream gets", "errors.count");
        }
        return errors.path("count").asInt();
    }
}
