package dev.penstock.platform.metrics;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;

/** Trees as JSON or CBOR. */
final class TreeBytes {
    static final ObjectNode EMPTY = JsonNodeFactory.instance.objectNode();

    private static final String NAMESPACE = "com.amazonaws.cloudwatch#";

    private TreeBytes() {}

    /** Values of metrics are doubles, and CBOR has some, like infinity, that a decimal cannot be. */
    static ObjectReader plainDoubles(ObjectMapper mapper) {
        return mapper.reader().without(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }

    /** @throws AwsException when the body is not a structure */
    static JsonNode read(ObjectReader reader, Bytes body) {
        try {
            JsonNode tree = reader.readTree(body.asStream());
            if (tree != null && tree.isObject()) {
                return tree;
            }
        } catch (IOException malformed) {
            throw AwsException.serialization("The body cannot be read.");
        }
        throw AwsException.serialization("The body is not a structure.");
    }

    static ObjectNode error(AwsException refusal) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("__type", NAMESPACE + Protocol.shape(refusal))
                .put("message", String.valueOf(refusal.getMessage()));
    }

    static Bytes write(ObjectMapper mapper, JsonNode tree, TimeWriter times) {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        try (JsonGenerator out = mapper.getFactory().createGenerator(buffer)) {
            write(out, tree, times);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Bytes.wrap(buffer.toByteArray());
    }

    private static void write(JsonGenerator out, JsonNode node, TimeWriter times) throws IOException {
        if (node.isObject()) {
            out.writeStartObject();
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                out.writeFieldName(member.getKey());
                write(out, member.getValue(), times);
            }
            out.writeEndObject();
        } else if (node.isArray()) {
            out.writeStartArray();
            for (JsonNode item : node) {
                write(out, item, times);
            }
            out.writeEndArray();
        } else if (node instanceof POJONode time) {
            times.write(out, (Instant) time.getPojo());
        } else {
            out.writeTree(node);
        }
    }

    /** Writes a time as the protocol has it. */
    @FunctionalInterface
    interface TimeWriter {
        void write(JsonGenerator out, Instant time) throws IOException;
    }
}
