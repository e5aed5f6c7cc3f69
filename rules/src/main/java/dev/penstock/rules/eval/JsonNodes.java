package dev.penstock.rules.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values as Jackson's trees and back, for calls of other services; numbers keep all their digits. */
public final class JsonNodes {
    private static final JsonNodeFactory NODES = Json.MAPPER.getNodeFactory();

    private JsonNodes() {}

    /** @throws IllegalArgumentException for Undefined and for bytes, which have no JSON form */
    public static JsonNode of(Value value) {
        if (value instanceof Value.Text text) {
            return NODES.textNode(text.text());
        } else if (value instanceof Value.Int number) {
            return NODES.numberNode(number.decimal().toBigIntegerExact());
        } else if (value instanceof Value.Decimal number) {
            return NODES.numberNode(number.decimal());
        } else if (value instanceof Value.Bool bool) {
            return NODES.booleanNode(bool.isTrue());
        } else if (value instanceof Value.Array array) {
            ArrayNode node = NODES.arrayNode();
            array.elements().forEach(element -> node.add(of(element)));
            return node;
        } else if (value instanceof Value.Obj object) {
            ObjectNode node = NODES.objectNode();
            object.members().forEach((key, member) -> node.set(key, of(member)));
            return node;
        } else if (value == Value.Null.INSTANCE) {
            return NODES.nullNode();
        }
        throw new IllegalArgumentException("%s has no JSON form".formatted(value.typeName()));
    }

    /** The value of a tree; a number beyond what the language holds is Undefined, a missing node too. */
    public static Value value(JsonNode node, Numbers numbers) {
        return switch (node.getNodeType()) {
            case STRING -> new Value.Text(node.textValue());
            case NUMBER -> number(node, numbers);
            case BOOLEAN -> Value.Bool.of(node.booleanValue());
            case ARRAY -> array(node, numbers);
            case OBJECT -> object(node, numbers);
            case NULL -> Value.Null.INSTANCE;
            case BINARY -> new Value.Text(node.asText());
            case MISSING, POJO -> Value.Undefined.INSTANCE;
        };
    }

    private static Value number(JsonNode node, Numbers numbers) {
        BigDecimal value = node.decimalValue();
        return node.isIntegralNumber() ? numbers.integer(value) : numbers.decimal(value);
    }

    private static Value array(JsonNode node, Numbers numbers) {
        List<Value> elements = new ArrayList<>(node.size());
        for (JsonNode element : node) {
            Value value = value(element, numbers);
            if (!value.isUndefined()) {
                elements.add(value);
            }
        }
        return new Value.Array(elements);
    }

    private static Value object(JsonNode node, Numbers numbers) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            Value value = value(member.getValue(), numbers);
            if (!value.isUndefined()) {
                members.put(member.getKey(), value);
            }
        }
        return new Value.Obj(members);
    }
}
