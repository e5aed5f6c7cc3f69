package dev.penstock.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.RecordFormat;
import dev.penstock.platform.data.Json;
import dev.penstock.stream.StartingPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An input schema as the service's API writes it, alone or inside of an input. */
final class InputSchemaFile {
    private static final String DEFAULT_PREFIX = "SOURCE_SQL_STREAM";

    private InputSchemaFile() {}

    /**
     * @param text what the file holds
     * @param stream the Kinesis stream that is read
     */
    static ApplicationSpec.Input read(Path file, String text, String stream) {
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(text);
        } catch (IOException malformed) {
            throw new UserException("%s is not JSON: %s".formatted(file, malformed.getMessage()));
        }
        JsonNode count = json.path("InputParallelism").path("Count");
        boolean isCount = count.isInt() && count.asInt() >= 1 && count.asInt() <= ApplicationSpec.Input.MAX_PARALLELISM;
        if (!isCount && !count.isMissingNode() && !count.isNull()) {
            throw new UserException("%s: InputParallelism.Count must be 1 to %d, not %s"
                    .formatted(file, ApplicationSpec.Input.MAX_PARALLELISM, count));
        }
        JsonNode schema = json.has("InputSchema") ? json.get("InputSchema") : json;
        if (!schema.path("RecordColumns").isArray()
                || !schema.path("RecordFormat").isObject()) {
            throw new UserException("%s: an input schema has RecordFormat and RecordColumns, as in DescribeApplication"
                    .formatted(file));
        }
        List<ApplicationSpec.Column> columns = new ArrayList<>();
        for (JsonNode column : schema.get("RecordColumns")) {
            if (!column.path("Name").isTextual() || !column.path("SqlType").isTextual()) {
                throw new UserException("%s: a column needs Name and SqlType: %s".formatted(file, column));
            }
            columns.add(new ApplicationSpec.Column(
                    column.get("Name").asText(),
                    column.get("SqlType").asText(),
                    column.path("Mapping").textValue()));
        }
        return new ApplicationSpec.Input(
                        json.path("NamePrefix").asText(DEFAULT_PREFIX),
                        stream,
                        new StartingPosition.TrimHorizon(),
                        format(file, schema.get("RecordFormat")),
                        columns)
                .inParallel(count.asInt(1));
    }

    private static RecordFormat format(Path file, JsonNode format) {
        JsonNode parameters = format.path("MappingParameters");
        return switch (format.path("RecordFormatType").asText()) {
            case "JSON" ->
                new RecordFormat.Json(parameters
                        .path("JSONMappingParameters")
                        .path("RecordRowPath")
                        .asText("$"));
            case "CSV" -> {
                JsonNode csv = parameters.path("CSVMappingParameters");
                yield new RecordFormat.Csv(
                        csv.path("RecordRowDelimiter").asText("\n"),
                        csv.path("RecordColumnDelimiter").asText(","));
            }
            default -> throw new UserException("%s: RecordFormatType must be JSON or CSV".formatted(file));
        };
    }
}
