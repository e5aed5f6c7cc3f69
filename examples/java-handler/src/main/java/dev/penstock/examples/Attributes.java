package dev.penstock.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** JSON values as DynamoDB attributes of the same kind. */
final class Attributes {
    private Attributes() {}

    static Map<String, AttributeValue> of(ObjectNode fields) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        fields.properties().forEach(field -> attributes.put(field.getKey(), of(field.getValue())));
        return attributes;
    }

    private static AttributeValue of(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> AttributeValue.fromS(value.textValue());
            case NUMBER -> AttributeValue.fromN(value.decimalValue().toString());
            case BOOLEAN -> AttributeValue.fromBool(value.booleanValue());
            case OBJECT -> AttributeValue.fromM(of((ObjectNode) value));
            case ARRAY -> AttributeValue.fromL(elements(value));
            case NULL -> AttributeValue.fromNul(true);
            case BINARY, MISSING, POJO -> throw new AssertionError("JSON text holds no " + value.getNodeType());
        };
    }

    private static List<AttributeValue> elements(JsonNode array) {
        List<AttributeValue> elements = new ArrayList<>(array.size());
        array.forEach(element -> elements.add(of(element)));
        return elements;
    }
}
