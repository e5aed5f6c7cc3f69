package dev.penstock.analytics.input;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A document and the record that it stands in. A text column takes an array or an object as it is written there; that is
 * rare, so the record is then read a second time instead of keeping the place of everything.
 *
 * @param number of the document within the record, from 0
 */
record JsonSource(Bytes record, int number, JsonNode document) {

    /** What the record has written for the array or object that the parser stands at, which is passed over. */
    static TextNode written(JsonParser parser, Bytes record) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        int end = (int) parser.currentLocation().getByteOffset();
        return TextNode.valueOf(record.slice(start, end - start).utf8());
    }

    /** An array or object as the one that the parser stands at, for those to whom its content is nothing. */
    static JsonNode withoutContent(JsonParser parser) {
        return parser.currentToken() == JsonToken.START_ARRAY
                ? JsonNodeFactory.instance.arrayNode()
                : JsonNodeFactory.instance.objectNode();
    }

    /** What the record has written for an array or an object of this document. */
    String text(JsonNode wanted) {
        try (JsonParser parser =
                Json.MAPPER.getFactory().createParser(record.array(), record.offset(), record.length())) {
            parser.nextToken();
            for (int i = 0; i < number; i++) {
                parser.skipChildren();
                parser.nextToken();
            }
            String found = find(parser, document, wanted);
            return found == null ? wanted.toString() : found;
        } catch (IOException unlikely) {
            throw new UncheckedIOException("the record was read before", unlikely);
        }
    }

    /** Follows the parser and the tree at once; of a name that is there twice the tree has the last. */
    @SuppressWarnings("ReferenceEquality") // an equal node may stand elsewhere, written in another way
    private @Nullable String find(JsonParser parser, JsonNode node, JsonNode wanted) throws IOException {
        if (node == wanted) {
            return written(parser, record).textValue();
        }
        String found = null;
        int index = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT && parser.currentToken() != JsonToken.END_ARRAY) {
            JsonNode child;
            if (parser.currentToken() == JsonToken.FIELD_NAME) {
                child = node.path(parser.currentName());
                parser.nextToken();
            } else {
                child = node.path(index++);
            }
            boolean isInside = child.isObject()
                    ? parser.currentToken() == JsonToken.START_OBJECT
                    : child.isArray() && parser.currentToken() == JsonToken.START_ARRAY;
            String inside = null;
            if (isInside) {
                inside = find(parser, child, wanted);
            } else {
                parser.skipChildren();
            }
            found = inside == null ? found : inside;
        }
        return found;
    }
}
