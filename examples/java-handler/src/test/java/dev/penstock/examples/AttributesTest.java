package dev.penstock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class AttributesTest {

    @Test
    void everyKindOfJsonKeepsItsKind() throws Exception {
        var fields = (ObjectNode) new ObjectMapper()
                .readTree("{\"s\":\"\",\"n\":-12.5,\"b\":true,\"null\":null,\"o\":{\"deep\":[1,\"two\",[]]}}");

        Map<String, AttributeValue> item = Attributes.of(fields);

        assertThat(item)
                .containsExactly(
                        Map.entry("s", AttributeValue.fromS("")),
                        Map.entry("n", AttributeValue.fromN("-12.5")),
                        Map.entry("b", AttributeValue.fromBool(true)),
                        Map.entry("null", AttributeValue.fromNul(true)),
                        Map.entry(
                                "o",
                                AttributeValue.fromM(Map.of(
                                        "deep",
                                        AttributeValue.fromL(List.of(
                                                AttributeValue.fromN("1"),
                                                AttributeValue.fromS("two"),
                                                AttributeValue.fromL(List.of())))))));
    }
}
