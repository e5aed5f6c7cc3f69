package dev.penstock.broker.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;

/**
 * One version of a shadow. Immutable: nobody changes its trees.
 *
 * @param state object with {@code desired} and {@code reported}, without those that are empty
 * @param metadata of the same shape, with a timestamp instead of each scalar
 * @param version from 1
 */
record ShadowState(ObjectNode state, ObjectNode metadata, long version) {
    /** What there is before the first update. */
    static final long NO_VERSION = 0;

    /** A shadow without a state. */
    static ShadowState before(long version) {
        return new ShadowState(Json.MAPPER.createObjectNode(), Json.MAPPER.createObjectNode(), version);
    }

    /**
     * The next version.
     *
     * @param request {@link ShadowRequest#state}
     * @param mostBytes of the state
     * @throws ShadowError 413 when it gets too long
     */
    ShadowState updated(JsonNode request, long epochSecond, int mostBytes) {
        ObjectNode nextState = request.isNull() ? Json.MAPPER.createObjectNode() : state.deepCopy();
        ObjectNode nextMetadata = request.isNull() ? Json.MAPPER.createObjectNode() : metadata.deepCopy();
        if (request instanceof ObjectNode sections) {
            new ShadowMerge(epochSecond).merge(nextState, nextMetadata, sections);
            dropEmpty(nextState, nextMetadata, "desired");
            dropEmpty(nextState, nextMetadata, "reported");
        }
        ShadowState next = new ShadowState(nextState, nextMetadata, version + 1);
        if (next.bytes() > mostBytes) {
            throw ShadowError.tooLarge();
        }
        return next;
    }

    private static void dropEmpty(ObjectNode state, ObjectNode metadata, String section) {
        if (state.path(section).isEmpty()) {
            state.remove(section);
            metadata.remove(section);
        }
    }

    /** Length of the state, as JSON without white space; metadata does not count. */
    int bytes() {
        int bytes = 0;
        for (JsonNode section : state) {
            bytes += Bytes.utf8(section.toString()).length();
        }
        return bytes;
    }

    /** What is desired but not reported, or not so; empty when there is no difference. */
    ObjectNode delta() {
        return state.path("desired") instanceof ObjectNode desired
                ? ShadowDelta.of(desired, state.path("reported"))
                : Json.MAPPER.createObjectNode();
    }
}
