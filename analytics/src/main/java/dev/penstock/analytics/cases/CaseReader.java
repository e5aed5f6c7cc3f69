package dev.penstock.analytics.cases;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.penstock.analytics.SqlCase;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.data.TextLines;
import java.io.InputStream;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Makes cases of JSON lines; what cannot become a case that runs becomes one that fails and says why. */
public final class CaseReader {
    private static final ObjectReader READER = Json.MAPPER
            .readerFor(JsonNode.class)
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private CaseReader() {}

    /** As {@link dev.penstock.analytics.SqlCases#read}. */
    public static Stream<SqlCase> read(String file, InputStream in) {
        TextLines lines = new TextLines(in);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(lines, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .map(line -> parse(file, line))
                .onClose(lines::close);
    }

    private static SqlCase parse(String file, TextLines.Line line) {
        FileCase.Head head = new FileCase.Head(file + ":" + line.number(), file, file, line.number());
        if (!line.problem().isEmpty()) {
            return FileCase.broken(head, line.problem());
        }
        try {
            return parse(head, READER.readTree(line.text()));
        } catch (JsonProcessingException notJson) {
            JsonLocation at = notJson.getLocation();
            String column = at == null ? "" : " at column %d".formatted(at.getColumnNr());
            return FileCase.broken(head, "the line is not JSON%s: %s".formatted(column, notJson.getOriginalMessage()));
        } catch (NumberFormatException beyondAllNumbers) {
            return FileCase.broken(head, "a number cannot be read: " + beyondAllNumbers.getMessage());
        }
    }

    private static SqlCase parse(FileCase.Head place, JsonNode json) {
        FileCase.Head head = new FileCase.Head(
                json.path("id").asText(place.id()), json.path("area").asText(place.area()), place.file(), place.line());
        try {
            return new FileCase(head, CaseDefinition.of(json), "");
        } catch (IllegalArgumentException wrong) {
            return FileCase.broken(head, String.valueOf(wrong.getMessage()));
        }
    }
}
