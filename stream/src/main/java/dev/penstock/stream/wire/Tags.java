package dev.penstock.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.stream.local.KinesisErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the tag operations have in common. */
final class Tags {
    /** So many tags a stream may have. */
    static final int MOST = 50;

    private static final int MOST_IN_REQUEST = 200;
    private static final int MAX_KEY = 128;
    private static final int MAX_VALUE = 256;
    private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{N}\\p{Z}_./=+\\-%@:]*");

    private Tags() {}

    /** A map member; empty when absent. */
    static Map<String, String> map(WireInput in, String member) {
        JsonNode node = in.tree().path(member);
        if (node.isMissingNode() || node.isNull()) {
            return Map.of();
        }
        if (!node.isObject()) {
            throw AwsException.serialization("Expected map or null");
        }
        WireInput entries = in.structure(member).orElseThrow();
        Map<String, String> map = new LinkedHashMap<>();
        node.fieldNames().forEachRemaining(key -> map.put(key, entries.text(key).orElse("")));
        return map;
    }

    /** A list of texts; empty when absent. */
    static List<String> list(WireInput in, String member) {
        JsonNode node = in.tree().path(member);
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        if (!node.isArray()) {
            throw AwsException.serialization("Expected list or null");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : node) {
            if (!item.isTextual()) {
                throw AwsException.serialization("Expected a list of String");
            }
            texts.add(item.textValue());
        }
        return texts;
    }

    static void check(Violations violations, Map<String, String> tags, int least) {
        violations.items("tags", tags.size(), least, MOST_IN_REQUEST);
        if (tags.keySet().stream().anyMatch(key -> key.isEmpty() || key.length() > MAX_KEY)) {
            violations.failed(
                    tags.toString(),
                    "tags",
                    "Map keys must satisfy constraint: [Member must have length less than or equal to 128, Member must"
                            + " have length greater than or equal to 1]");
        }
        if (tags.values().stream().anyMatch(value -> value.length() > MAX_VALUE)) {
            violations.failed(
                    tags.toString(),
                    "tags",
                    "Map value must satisfy constraint: [Member must have length less than or equal to 256, Member must"
                            + " have length greater than or equal to 0]");
        }
    }

    /** @throws AwsException InvalidArgumentException */
    static void checkCharacters(Map<String, String> tags) {
        boolean fine = tags.entrySet().stream()
                .allMatch(tag -> ALLOWED.matcher(tag.getKey()).matches()
                        && ALLOWED.matcher(tag.getValue()).matches());
        if (!fine) {
            throw KinesisErrors.invalidArgument(
                    "Some tags contain invalid characters. Valid characters: Unicode letters,"
                            + " digits, white space, _ . / = + - % @ :");
        }
    }
}
