package dev.penstock.rules.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.Batching;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The failed actions of one rule and message, and the document that its error action gets. When one of them sends in
 * batches the document has the form of batches. AWS runs the error action for each message of a batch and shows a document
 * with all of them; here each has the one message that the error action runs for. Any thread.
 * Source: AWS IoT Core developer guide, Error handling (error action), Message format; Batching HTTP action messages.
 */
final class RuleFailures {
    /** The place of the message in a document that has the form of batches. */
    private static final int ID = 1;

    /** By the place of the action in the rule, whichever ended first. */
    private final SortedMap<Integer, Failure> failures = new ConcurrentSkipListMap<>();

    private record Failure(String action, String resource, String message, Batching batching) {}

    void add(int index, Action action, ActionInput input, String message) {
        failures.put(index, new Failure(action.awsName(), action.resource(input), message, action.batching()));
    }

    boolean isEmpty() {
        return failures.isEmpty();
    }

    Bytes document(String rule, PublishedMessage message, String clientId, String traceId) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("ruleName", rule);
        boolean batch = failures.values().stream().anyMatch(failure -> failure.batching() != Batching.NONE);
        if (batch) {
            ObjectNode entry = Json.MAPPER.createObjectNode().put("id", ID);
            boolean acrossTopics =
                    failures.values().stream().anyMatch(failure -> failure.batching() == Batching.ACROSS_TOPICS);
            (acrossTopics ? entry : document).put("topic", message.topic());
            document.putArray("payloadsWithMetadata").add(original(entry, message, clientId, traceId));
        } else {
            original(document.put("topic", message.topic()), message, clientId, traceId);
        }
        ArrayNode list = document.putArray("failures");
        for (Failure failure : failures.values()) {
            ObjectNode entry = list.addObject();
            if (batch) {
                entry.putArray("affectedIds").add(ID);
            }
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

    private static ObjectNode original(ObjectNode target, PublishedMessage message, String clientId, String traceId) {
        target.put("cloudwatchTraceId", traceId);
        target.put("clientId", clientId);
        if (!message.sourceIp().isEmpty()) {
            target.put("sourceIp", message.sourceIp());
        }
        return target.put("base64OriginalPayload", message.payload().base64());
    }
}
