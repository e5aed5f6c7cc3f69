package dev.penstock.broker.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Json;
import java.util.Iterator;

/**
 * The difference between what is desired and what is reported: numbers compare by value, arrays as a whole; what is only
 * reported does not count. Source: AWS IoT Core developer guide, Device Shadow service documents, delta state.
 */
final class ShadowDelta {
    private ShadowDelta() {}

    static ObjectNode of(ObjectNode desired, JsonNode reported) {
        ObjectNode delta = Json.MAPPER.createObjectNode();
        desired.properties().forEach(member -> {
            JsonNode wanted = member.getValue();
            JsonNode actual = reported.path(member.getKey());
            if (wanted instanceof ObjectNode object && (actual.isObject() || actual.isMissingNode())) {
                ObjectNode below = of(object, actual);
                if (!below.isEmpty()) {
                    delta.set(member.getKey(), below);
                }
            } else if (!same(wanted, actual)) {
                delta.set(member.getKey(), wanted);
            }
        });
        return delta;
    }

    private static boolean same(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        if (one.isArray() && other.isArray() && one.size() == other.size()) {
            Iterator<JsonNode> elements = other.iterator();
            for (JsonNode element : one) {
                if (!same(element, elements.next())) {
                    return false;
                }
            }
            return true;
        }
        if (one.isObject() && other.isObject() && one.size() == other.size()) {
            return one.properties().stream().allMatch(member -> same(member.getValue(), other.path(member.getKey())));
        }
        return one.equals(other);
    }

    /** The part of a section's metadata that belongs to these fields of its state; nulls and what is not kept have none. */
    static ObjectNode metadata(ObjectNode fields, JsonNode metadata) {
        ObjectNode part = Json.MAPPER.createObjectNode();
        fields.properties().forEach(member -> {
            JsonNode stamps = metadata.path(member.getKey());
            if (stamps.isMissingNode() || member.getValue().isNull()) {
                return;
            }
            if (member.getValue() instanceof ObjectNode below && stamps.isObject()) {
                ObjectNode partBelow = metadata(below, stamps);
                if (!partBelow.isEmpty()) {
                    part.set(member.getKey(), partBelow);
                }
            } else {
                part.set(member.getKey(), stamps);
            }
        });
        return part;
    }
}
