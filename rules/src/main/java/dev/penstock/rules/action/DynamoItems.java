package dev.penstock.rules.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Bytes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as DynamoDB keeps it: a text is S, a number N with every digit, a Boolean BOOL, null NULL, an array L, an object M.
 */
final class DynamoItems {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private DynamoItems() {}

    /** The plain values of {@link dev.penstock.store.Tables}: one attribute for each member. */
    static Map<String, @Nullable Object> item(JsonNode object) {
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        object.properties().forEach(member -> item.put(member.getKey(), value(member.getValue())));
        return item;
    }

    static @Nullable Object value(JsonNode json) {
        return switch (json.getNodeType()) {
            case STRING -> json.textValue();
            case NUMBER -> json.decimalValue();
            case BOOLEAN -> json.booleanValue();
            case OBJECT -> item(json);
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>(json.size());
                json.forEach(member -> list.add(value(member)));
                yield list;
            }
            case NULL, MISSING, BINARY, POJO -> null;
        };
    }

    /** Plain values in DynamoDB's JSON, {@code {"id":{"S":"a"}}}: how the request looks on the wire. */
    static ObjectNode wire(Map<?, ? extends @Nullable Object> item) {
        ObjectNode json = JSON.objectNode();
        item.forEach((name, value) -> json.set(String.valueOf(name), wire(value)));
        return json;
    }

    private static ObjectNode wire(@Nullable Object value) {
        ObjectNode typed = JSON.objectNode();
        if (value == null) {
            return typed.put("NULL", true);
        }
        if (value instanceof BigDecimal number) {
            return typed.put("N", number.toString());
        }
        if (value instanceof Boolean truth) {
            return typed.put("BOOL", truth);
        }
        if (value instanceof Bytes bytes) {
            return typed.put("B", bytes.base64());
        }
        if (value instanceof Map<?, ?> map) {
            return typed.set("M", wire(map));
        }
        if (value instanceof List<?> list) {
            ArrayNode members = typed.putArray("L");
            list.forEach(member -> members.add(wire(member)));
            return typed;
        }
        return typed.put("S", String.valueOf(value));
    }
}
