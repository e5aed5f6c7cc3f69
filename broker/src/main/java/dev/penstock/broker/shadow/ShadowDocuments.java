package dev.penstock.broker.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import org.jspecify.annotations.Nullable;

/**
 * What the service answers and publishes. Timestamps are seconds. Source: AWS IoT Core developer guide, Device Shadow
 * service documents.
 */
record ShadowDocuments(long epochSecond, @Nullable String clientToken) {

    /** Of an update: the fields of the request, with their metadata. */
    Bytes accepted(ShadowRequest request, ShadowState now) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.set("state", request.state());
        ObjectNode metadata = document.putObject("metadata");
        if (request.state() instanceof ObjectNode sections) {
            metadata.setAll(ShadowDelta.metadata(sections, now.metadata()));
        }
        return end(document.put("version", now.version()));
    }

    /** Only when there is a difference. */
    Bytes delta(ObjectNode delta, ShadowState now) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("version", now.version()).put("timestamp", epochSecond);
        document.set("state", delta);
        document.set("metadata", ShadowDelta.metadata(delta, now.metadata().path("desired")));
        return withToken(document);
    }

    /** @param before null when this is the first version */
    Bytes documents(@Nullable ShadowState before, ShadowState now) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        if (before != null) {
            document.set("previous", version(before));
        }
        document.set("current", version(now));
        return end(document);
    }

    private static ObjectNode version(ShadowState state) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.set("state", state.state());
        document.set("metadata", state.metadata());
        return document.put("version", state.version());
    }

    /** The whole shadow. */
    ObjectNode document(ShadowState now) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        ObjectNode state = document.putObject("state");
        state.setAll(now.state());
        ObjectNode delta = now.delta();
        if (!delta.isEmpty()) {
            state.set("delta", delta);
        }
        document.set("metadata", now.metadata());
        return document.put("version", now.version()).put("timestamp", epochSecond);
    }

    Bytes get(ShadowState now) {
        return withToken(document(now));
    }

    Bytes deleted(long version) {
        return end(Json.MAPPER.createObjectNode().put("version", version));
    }

    Bytes rejected(ShadowError error) {
        return end(Json.MAPPER.createObjectNode().put("code", error.code()).put("message", error.text()));
    }

    private Bytes end(ObjectNode document) {
        return withToken(document.put("timestamp", epochSecond));
    }

    private Bytes withToken(ObjectNode document) {
        if (clientToken != null) {
            document.put("clientToken", clientToken);
        }
        return bytes(document);
    }

    private static Bytes bytes(JsonNode document) {
        return Bytes.utf8(document.toString());
    }
}
