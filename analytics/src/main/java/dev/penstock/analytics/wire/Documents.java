package dev.penstock.analytics.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** From the members of requests to those of descriptions, and merging of updates. */
final class Documents {
    /** Structures whose description has another name. */
    private static final Set<String> DESCRIBED = Set.of(
            "InputProcessingConfiguration",
            "InputLambdaProcessor",
            "KinesisStreamsInput",
            "KinesisFirehoseInput",
            "KinesisStreamsOutput",
            "KinesisFirehoseOutput",
            "LambdaOutput",
            "S3ReferenceDataSource");

    /** Of each of these a part has one only. */
    private static final Set<String> DESTINATIONS =
            Set.of("KinesisStreamsOutput", "KinesisFirehoseOutput", "LambdaOutput");

    private static final Set<String> SOURCES = Set.of("KinesisStreamsInput", "KinesisFirehoseInput");
    private static final String UPDATE = "Update";

    private Documents() {}

    /** The description of a part. */
    static ObjectNode described(JsonNode document) {
        ObjectNode description = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : document.properties()) {
            boolean isDescribed = DESCRIBED.contains(member.getKey());
            description.set(
                    isDescribed ? member.getKey() + "Description" : member.getKey(),
                    isDescribed ? described(member.getValue()) : member.getValue());
        }
        return description;
    }

    /** A part after an update, whose members end with {@code Update}. */
    static ObjectNode updated(ObjectNode document, JsonNode update) {
        ObjectNode result = document.deepCopy();
        for (Map.Entry<String, JsonNode> member : update.properties()) {
            String name = member.getKey();
            if (name.equals("RecordColumnUpdates")) {
                result.set("RecordColumns", member.getValue());
            } else if (name.endsWith(UPDATE) && !member.getValue().isNull()) {
                String base = name.substring(0, name.length() - UPDATE.length());
                replaceOthers(result, base);
                result.set(base, merged(result.path(base), member.getValue()));
            }
        }
        return result;
    }

    private static JsonNode merged(JsonNode before, JsonNode update) {
        boolean isMerge = update.isObject()
                && update.properties().stream()
                        .allMatch(member -> member.getKey().contains(UPDATE));
        if (!isMerge) {
            return update;
        }
        return updated(before instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode(), update);
    }

    private static void replaceOthers(ObjectNode part, String member) {
        for (Set<String> group : java.util.List.of(DESTINATIONS, SOURCES)) {
            if (group.contains(member)) {
                group.stream().filter(other -> !other.equals(member)).forEach(part::remove);
            }
        }
    }
}
