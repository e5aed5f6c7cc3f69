package dev.penstock.rules.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The failed actions of one rule and message, and the document that its error action gets. Any thread.
 * Source: AWS IoT Core developer guide, Error handling (error action), Message format.
 */
final class RuleFailures {
    /** By the place of the action in the rule, whichever ended first. */
    private final SortedMap<Integer, Failure> failures = new ConcurrentSkipListMap<>();

    private record Failure(String action, String resource, String message) {}

    void add(int index, String action, String resource, String message) {
        failures.put(index, new Failure(action, resource, message));
    }

    boolean isEmpty() {
        return failures.isEmpty();
    }

    Bytes document(String rule, PublishedMessage message, String clientId, String traceId) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("ruleName", rule);
        document.put("topic", message.topic());
        document.put("cloudwatchTraceId", traceId);
        document.put("clientId", clientId);
        document.put("base64OriginalPayload", message.payload().base64());
        ArrayNode list = document.putArray("failures");
        for (Failure failure : failures.values()) {
            ObjectNode entry = list.addObject();
            entry.put("failedAction", failure.action());
            entry.put("failedResource", failure.resource());
            entry.put(
                    "errorMessage",
                    "%s. Message arrived on: %s, Action: %s, resource: %s"
                            .formatted(failure.message(), message.topic(), failure.action(), failure.resource()));
        }
        try {
            return Bytes.wrap(Json.MAPPER.writeValueAsBytes(document));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
