package dev.penstock.analytics.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.nio.charset.StandardCharsets;

/** The values of JSON that are words. */
final class JsonWord {
    static final JsonWord TRUE = new JsonWord("true", BooleanNode.TRUE);
    static final JsonWord FALSE = new JsonWord("false", BooleanNode.FALSE);
    static final JsonWord NULL = new JsonWord("null", NullNode.getInstance());

    private final byte[] bytes;
    private final JsonNode node;

    private JsonWord(String word, JsonNode node) {
        bytes = word.getBytes(StandardCharsets.US_ASCII);
        this.node = node;
    }

    /** Must not be changed. */
    byte[] bytes() {
        return bytes;
    }

    JsonNode node() {
        return node;
    }
}
