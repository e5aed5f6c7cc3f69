package dev.penstock.rules.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a rule gave for a case. */
sealed interface Answer {

    /** In words or as JSON, for people. */
    String shown();

    /** As JSON; empty when it is none. The text of a template is a JSON text. */
    default Optional<JsonNode> json() {
        return Optional.empty();
    }

    /** The payload that actions get. */
    record Output(Bytes bytes) implements Answer {

        @Override
        public Optional<JsonNode> json() {
            try {
                JsonNode tree = Json.MAPPER.readTree(bytes.shared());
                return tree == null || tree.isMissingNode() ? Optional.empty() : Optional.of(tree);
            } catch (IOException | NumberFormatException notJson) {
                return Optional.empty();
            }
        }

        @Override
        public String shown() {
            if (bytes.isEmpty()) {
                return "an empty payload";
            }
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes.shared()))
                        .toString();
            } catch (CharacterCodingException binary) {
                return "the bytes (Base64) " + bytes.base64();
            }
        }
    }

    /** A substitution template with its values. */
    record Rendered(String text) implements Answer {

        @Override
        public Optional<JsonNode> json() {
            return Optional.of(TextNode.valueOf(text));
        }

        @Override
        public String shown() {
            return text.isEmpty() ? "an empty text" : text;
        }
    }

    /** No action runs. */
    record NoMatch(String reason) implements Answer {
        @Override
        public String shown() {
            return "no action runs: " + reason;
        }
    }

    /** The rule cannot be created. */
    record Refused(AwsException reason) implements Answer {
        @Override
        public String shown() {
            return "the rule is refused: %s: %s".formatted(reason.code(), reason.getMessage());
        }
    }
}
