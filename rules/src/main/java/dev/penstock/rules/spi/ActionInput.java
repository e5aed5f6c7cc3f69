package dev.penstock.rules.spi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What an action gets for one message. Immutable.
 *
 * @param ruleName the rule it belongs to
 * @param message the incoming message
 * @param traceId the id that logs of this message share, a UUID
 * @param payload the outgoing payload: JSON text, or after {@code SELECT *} the published bytes, whatever they are
 * @param values the text of each field, by index
 * @param republishDepth how many republish actions the incoming message came through; 0 for one of a device
 */
public record ActionInput(
        String ruleName,
        PublishedMessage message,
        String traceId,
        Bytes payload,
        List<String> values,
        int republishDepth) {

    public ActionInput {
        values = List.copyOf(values);
    }

    /** The text of a field for this message. */
    public String value(Field field) {
        return values.get(field.index());
    }

    /**
     * The outgoing payload as JSON, numbers exact; empty when it is not JSON. A bare scalar counts as JSON here: use it
     * where the output of {@code SELECT VALUE} is meant.
     */
    public Optional<JsonNode> json() {
        try {
            JsonNode value = Json.MAPPER.readTree(payload.shared());
            return value == null || value.isMissingNode() ? Optional.empty() : Optional.of(value);
        } catch (IOException | NumberFormatException notJson) {
            return Optional.empty();
        }
    }
}
