package dev.penstock.broker.shadow;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.broker.ShadowSettings;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks to change.
 *
 * @param state an object whose members are {@code desired} and {@code reported}, each an object or null; or null, which
 *     clears both
 * @param version that the shadow must have; null when any will do
 * @param clientToken null when there is none
 */
record ShadowRequest(
        JsonNode state, @Nullable Long version, @Nullable String clientToken) {
    /** Source: AWS General Reference, AWS IoT Device Shadow quotas. */
    private static final int MAX_TOKEN_BYTES = 64;

    private static final int MAX_READ_BYTES = 128 * 1024;
    private static final Set<String> SECTIONS = Set.of("desired", "reported");

    /** @throws ShadowError in the order of the service's checks */
    static ShadowRequest read(Bytes payload, ShadowSettings limits) {
        if (payload.length() > limits.maxBytes()) {
            throw ShadowError.tooLarge();
        }
        JsonNode body = tree(payload);
        JsonNode state = body.path("state");
        if (state.isMissingNode()) {
            throw ShadowError.badRequest("Missing required node: state");
        }
        if (state instanceof ObjectNode sections) {
            sections.remove("delta");
        }
        check(state, limits.maxDepth());
        return new ShadowRequest(state, version(body.path("version")), token(body.path("clientToken")));
    }

    private static JsonNode tree(Bytes payload) {
        if (!isUtf8(payload)) {
            throw ShadowError.notUtf8();
        }
        try {
            JsonNode body = Json.MAPPER.readTree(payload.shared());
            if (body != null && body.isObject()) {
                return body;
            }
        } catch (JacksonException malformed) {
            throw ShadowError.badRequest("Invalid JSON");
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        throw ShadowError.badRequest("Invalid JSON");
    }

    private static boolean isUtf8(Bytes payload) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload.shared()));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    private static void check(JsonNode state, int mostDepth) {
        if (state.isNull()) {
            return;
        }
        if (!state.isObject()) {
            throw ShadowError.badRequest("State node must be an object");
        }
        state.properties().forEach(section -> {
            String name = section.getKey();
            if (!SECTIONS.contains(name)) {
                throw ShadowError.badRequest("State contains an invalid node");
            }
            JsonNode value = section.getValue();
            if (!value.isObject() && !value.isNull()) {
                throw ShadowError.badRequest(
                        name.equals("desired") ? "Desired node must be an object" : "Reported node must be an object");
            }
            checkBelow(value, 0, mostDepth);
        });
    }

    private static void checkBelow(JsonNode container, int depth, int mostDepth) {
        if (depth > mostDepth) {
            throw ShadowError.badRequest("JSON contains too many levels of nesting; maximum is " + mostDepth);
        }
        for (JsonNode child : container) {
            if (child.isNull() && container.isArray()) {
                throw ShadowError.badRequest("State contains an invalid node");
            }
            if (child.isContainerNode()) {
                checkBelow(child, depth + 1, mostDepth);
            }
        }
    }

    private static @Nullable Long version(JsonNode version) {
        if (version.isMissingNode() || version.isNull()) {
            return null;
        }
        if (!version.isIntegralNumber() || !version.canConvertToLong() || version.longValue() < 0) {
            throw ShadowError.badRequest("Invalid version");
        }
        return version.longValue();
    }

    private static @Nullable String token(JsonNode token) {
        if (token.isMissingNode() || token.isNull()) {
            return null;
        }
        if (!token.isTextual() || Bytes.utf8(token.textValue()).length() > MAX_TOKEN_BYTES) {
            throw ShadowError.badRequest("Invalid clientToken");
        }
        return token.textValue();
    }

    /** The token in a payload of which nothing else counts; null when there is none that is valid. */
    static @Nullable String tokenOf(Bytes payload) {
        if (payload.isEmpty() || payload.length() > MAX_READ_BYTES) {
            return null;
        }
        try {
            return token(tree(payload).path("clientToken"));
        } catch (ShadowError notReadable) {
            return null;
        }
    }
}
