package dev.penstock.rules.eval;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Says in words why bytes are not JSON. The scanner only knows where; a second reading finds better words. */
final class JsonComplaint {
    private JsonComplaint() {}

    /** @param fallback what the scanner found, for what the second reading lets pass */
    static String of(Bytes bytes, String fallback, int at) {
        try (JsonParser parser = Json.MAPPER.getFactory().createParser(bytes.shared(), 0, bytes.length())) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return placed("there is no value", parser.currentLocation());
            }
            read(parser, token);
            if (parser.nextToken() != null) {
                return placed("something follows the value", parser.currentLocation());
            }
        } catch (JsonProcessingException notJson) {
            return placed(message(notJson), notJson.getLocation());
        } catch (IOException notUtf8) {
            return String.valueOf(notUtf8.getMessage());
        }
        return located(bytes, fallback, at);
    }

    private static String located(Bytes bytes, String what, int at) {
        int line = 1;
        int lineStart = 0;
        boolean wide = false;
        for (int i = 0; i < at; i++) {
            if (bytes.at(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        for (int i = 0; i < Math.min(4, bytes.length()); i++) {
            wide |= bytes.at(i) == 0;
        }
        return wide ? "it is not UTF-8" : "%s (line %d, column %d)".formatted(what, line, at - lineStart + 1);
    }

    private static void read(JsonParser parser, JsonToken first) throws IOException {
        int depth = 0;
        JsonToken token = first;
        while (true) {
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (token == JsonToken.VALUE_STRING) {
                parser.getTextLength();
            }
            if (depth == 0) {
                return;
            }
            token = parser.nextToken();
            if (token == null) {
                return;
            }
        }
    }

    private static String placed(String what, @Nullable JsonLocation where) {
        return "%s (line %d, column %d)"
                .formatted(what, where == null ? 1 : where.getLineNr(), where == null ? 1 : where.getColumnNr());
    }

    /** Without the parser's pointers into its own source. */
    private static String message(JsonProcessingException notJson) {
        String first = notJson.getOriginalMessage().lines().findFirst().orElse("not JSON");
        return first.replaceAll(" \\(start marker at .*", "").replaceAll(" \\(`StreamReadFeature.*", "");
    }
}
