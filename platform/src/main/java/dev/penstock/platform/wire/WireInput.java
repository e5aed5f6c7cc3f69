package dev.penstock.platform.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The members of one request structure, the same for JSON and CBOR. A member of the wrong type is AWS's
 * {@code SerializationException}; an absent or null member is empty.
 *
 * <p>Source of the texts: observed answers of the service (fact sheet spec-kinesis, section 1.6).
 */
public final class WireInput {
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);

    private final JsonNode node;
    private final boolean binary;

    WireInput(JsonNode node, boolean binary) {
        this.node = node;
        this.binary = binary;
    }

    /** A text member. */
    public Optional<String> text(String member) {
        JsonNode value = node.path(member);
        return absent(value) ? Optional.empty() : Optional.of(text(value));
    }

    /** An integer member; a fraction is cut off and values out of the range of {@code int} are clamped, as AWS does. */
    public Optional<Integer> integer(String member) {
        JsonNode value = node.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        long number = truncated(value, "an Integer");
        return Optional.of((int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number)));
    }

    /** A long member; a fraction is cut off and values out of the range of {@code long} are clamped. */
    public Optional<Long> number(String member) {
        JsonNode value = node.path(member);
        return absent(value) ? Optional.empty() : Optional.of(truncated(value, "an Long"));
    }

    /** A boolean member; the texts that AWS takes for one are one. */
    public Optional<Boolean> bool(String member) {
        JsonNode value = node.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        return Optional.of(value.isTextual() ? CoralTypes.bool(value.textValue()) : bool(value));
    }

    private static boolean bool(JsonNode value) {
        if (!value.isBoolean()) {
            throw CoralTypes.notConvertible(value, "an Boolean");
        }
        return value.booleanValue();
    }

    /** A blob member: Base64 text in JSON, a byte string in CBOR. */
    public Optional<Bytes> blob(String member) {
        JsonNode value = node.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        if (value instanceof BinaryNode bytes) {
            return Optional.of(Bytes.wrap(bytes.binaryValue()));
        }
        if (!value.isTextual()) {
            throw CoralTypes.notConvertible(value, "a Blob");
        }
        return Optional.of(CoralTypes.blob(value.textValue()));
    }

    /** A timestamp member: seconds in JSON, milliseconds in CBOR (AWS's deviation from RFC 8949). */
    public Optional<Instant> timestamp(String member) {
        JsonNode value = node.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!isFinite(value)) {
            throw CoralTypes.notConvertible(value, "milliseconds since epoch");
        }
        BigDecimal millis = binary ? value.decimalValue() : value.decimalValue().multiply(THOUSAND);
        if (millis.abs().compareTo(MAX_LONG) > 0) {
            throw AwsException.serialization("'%s' is out of the range of timestamps".formatted(member));
        }
        return Optional.of(Instant.ofEpochMilli(millis.longValue()));
    }

    /** A structure member. */
    public Optional<WireInput> structure(String member) {
        JsonNode value = node.path(member);
        return absent(value) ? Optional.empty() : Optional.of(structure(value));
    }

    /** A list of structures; one that is null has no members. */
    public Optional<List<WireInput>> structures(String member) {
        JsonNode value = node.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        List<WireInput> items = new ArrayList<>(list(value).size());
        for (JsonNode item : value) {
            items.add(structure(item.isNull() ? JsonNodeFactory.instance.objectNode() : item));
        }
        return Optional.of(items);
    }

    /** A list of texts. */
    public Optional<List<String>> texts(String member) {
        JsonNode value = node.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        List<String> items = new ArrayList<>(list(value).size());
        for (JsonNode item : value) {
            items.add(text(item));
        }
        return Optional.of(items);
    }

    /** A map of texts, in the order in which it was sent; a value that is null is empty. */
    public Optional<Map<String, String>> textMap(String member) {
        JsonNode value = node.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            throw CoralTypes.expected(value, "map or null");
        }
        Map<String, String> items = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> item : value.properties()) {
            items.put(item.getKey(), item.getValue().isNull() ? "" : text(item.getValue()));
        }
        return Optional.of(items);
    }

    /** The whole structure as a tree, for members that are documents themselves. */
    public JsonNode tree() {
        return node;
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static String text(JsonNode value) {
        if (!value.isTextual()) {
            throw CoralTypes.notConvertible(value, "an String");
        }
        return value.textValue();
    }

    private static long truncated(JsonNode value, String type) {
        if (!isFinite(value)) {
            throw CoralTypes.notConvertible(value, type);
        }
        return value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : clamped(value.decimalValue());
    }

    /** CBOR has infinities and values that are no numbers. */
    private static boolean isFinite(JsonNode value) {
        return value instanceof NumericNode number && !number.isNaN();
    }

    private static long clamped(BigDecimal number) {
        if (number.compareTo(MAX_LONG) > 0) {
            return Long.MAX_VALUE;
        }
        return number.compareTo(MIN_LONG) < 0 ? Long.MIN_VALUE : number.longValue();
    }

    private WireInput structure(JsonNode value) {
        if (!value.isObject()) {
            throw CoralTypes.expected(value, "null");
        }
        return new WireInput(value, binary);
    }

    private static JsonNode list(JsonNode value) {
        if (!value.isArray()) {
            throw CoralTypes.expected(value, "list or null");
        }
        return value;
    }
}
