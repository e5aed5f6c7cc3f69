package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What a case of {@link ConformanceTest} has kept from earlier answers, and how its texts are filled in with it. */
final class Variables {
    private static final Pattern PLACE = Pattern.compile("\\{([a-zA-Z0-9 ,._@=-]+?)(?:\\*(\\d+))?}");

    private final Map<String, String> kept = new HashMap<>();

    void keep(String name, JsonNode value) {
        assertThat(value.isMissingNode()).as("%s to keep", name).isFalse();
        kept.put(name, value.asText());
    }

    JsonNode fill(JsonNode node) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (node.isTextual()) {
            return json.textNode(fill(node.textValue()));
        }
        if (node.isArray()) {
            ArrayNode filled = json.arrayNode();
            node.forEach(item -> {
                int times = item.path("times").asInt(1);
                JsonNode one = fill(item.path("times").isInt() ? item.path("of") : item);
                IntStream.range(0, times).forEach(i -> filled.add(one));
            });
            return filled;
        }
        if (node.isObject()) {
            ObjectNode filled = json.objectNode();
            node.properties().forEach(member -> filled.set(fill(member.getKey()), fill(member.getValue())));
            return filled;
        }
        return node;
    }

    private String fill(String text) {
        Matcher places = PLACE.matcher(text);
        return places.replaceAll(
                place -> Matcher.quoteReplacement(value(place.group(), place.group(1), place.group(2))));
    }

    private String value(String whole, String name, String times) {
        if (times != null) {
            int count = Integer.parseInt(times);
            return name.equals("zeros") ? Base64.getEncoder().encodeToString(new byte[count]) : name.repeat(count);
        }
        return kept.getOrDefault(name, whole);
    }

    void check(JsonNode body, Map.Entry<String, JsonNode> expected) {
        JsonNode actual = body.at(expected.getKey());
        JsonNode value = fill(expected.getValue());
        if (value.isNull()) {
            assertThat(actual.isMissingNode())
                    .as("%s in %s", expected.getKey(), body)
                    .isTrue();
        } else if (value.isTextual() && value.textValue().startsWith("~")) {
            assertThat(actual.asText())
                    .as(expected.getKey())
                    .matches(value.textValue().substring(1));
        } else {
            assertThat(actual.toString())
                    .as("%s in %s", expected.getKey(), body)
                    .isEqualTo(value.toString());
        }
    }
}
