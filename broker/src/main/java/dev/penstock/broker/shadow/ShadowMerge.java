package dev.penstock.broker.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Json;

/**
 * Merges a request into a state and its metadata: null removes, objects merge, everything else replaces. New objects
 * without anything but nulls are not kept. Source: AWS IoT Core developer guide, Device Shadow service documents.
 */
final class ShadowMerge {
    private final long epochSecond;

    ShadowMerge(long epochSecond) {
        this.epochSecond = epochSecond;
    }

    void merge(ObjectNode state, ObjectNode metadata, ObjectNode request) {
        request.properties().forEach(member -> set(state, metadata, member.getKey(), member.getValue()));
    }

    private void set(ObjectNode state, ObjectNode metadata, String key, JsonNode value) {
        if (value.isNull()) {
            state.remove(key);
            metadata.remove(key);
        } else if (!(value instanceof ObjectNode object)) {
            state.set(key, value.deepCopy());
            metadata.set(key, stamps(value));
        } else if (state.get(key) instanceof ObjectNode known && metadata.get(key) instanceof ObjectNode stamps) {
            merge(known, stamps, object);
        } else {
            create(state, metadata, key, object);
        }
    }

    private void create(ObjectNode state, ObjectNode metadata, String key, ObjectNode value) {
        ObjectNode fresh = Json.MAPPER.createObjectNode();
        ObjectNode stamps = Json.MAPPER.createObjectNode();
        merge(fresh, stamps, value);
        if (fresh.isEmpty()) {
            state.remove(key);
            metadata.remove(key);
        } else {
            state.set(key, fresh);
            metadata.set(key, stamps);
        }
    }

    /** A timestamp for each scalar. */
    private JsonNode stamps(JsonNode value) {
        if (value.isArray()) {
            ArrayNode stamps = Json.MAPPER.createArrayNode();
            value.forEach(element -> stamps.add(stamps(element)));
            return stamps;
        }
        ObjectNode stamps = Json.MAPPER.createObjectNode();
        if (value.isObject()) {
            value.properties().forEach(member -> stamps.set(member.getKey(), stamps(member.getValue())));
            return stamps;
        }
        return stamps.put("timestamp", epochSecond);
    }
}
