package dev.penstock.platform.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import java.io.IOException;
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
    private static final BigDecimal MAX_MILLIS = BigDecimal.valueOf(Long.MAX_VALUE);

    private final JsonNode node;
    private final boolean binary;

    WireInput(JsonNode node, boolean binary) {
        this.node = node;
        this.binary = binary;
    }

    /** A text member. */
    public Optional<String> text(String member) {
        JsonNode value = node.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw cannotConvert(value, "an String");
        }
        return Optional.of(value.textValue());
    }

    /** An integer member; values out of the range of {@code int} are clamped, as AWS prints them. */
    public Optional<Integer> integer(String member) {
        JsonNode value = node.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isNumber()) {
            throw cannotConvert(value, "an Integer");
        }
        long number = value.canConvertToLong() ? value.longValue() : Long.MAX_VALUE;
        return Optional.of((int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number)));
    }

    /** A long member; a number that is none is refused. */
    public Optional<Long> number(String member) {
        JsonNode value = node.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isNumber() || !value.canConvertToLong()) {
            throw cannotConvert(value, "a Long");
        }
        return Optional.of(value.longValue());
    }

    /** A boolean member. */
    public Optional<Boolean> bool(String member) {
        JsonNode value = node.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            throw cannotConvert(value, "an Boolean");
        }
        return Optional.of(value.booleanValue());
    }

    /** A blob member: Base64 text in JSON, a byte string in CBOR. */
    public Optional<Bytes> blob(String member) {
        JsonNode value = node.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isTextual() && !value.isBinary()) {
            throw cannotConvert(value, "a Blob");
        }
        try {
            return Optional.of(Bytes.wrap(value.binaryValue()));
        } catch (IOException notBase64) {
            throw AwsException.serialization("'%s' is not valid Base64".formatted(member));
        }
    }

    /** A timestamp member: seconds in JSON, milliseconds in CBOR (AWS's deviation from RFC 8949). */
    public Optional<Instant> timestamp(String member) {
        JsonNode value = node.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isNumber()) {
            throw AwsException.serialization(
                    "%s can not be converted to milliseconds since epoch".formatted(coralClass(value)));
        }
        BigDecimal millis = binary ? value.decimalValue() : value.decimalValue().multiply(THOUSAND);
        if (millis.abs().compareTo(MAX_MILLIS) > 0) {
            throw AwsException.serialization("'%s' is out of the range of timestamps".formatted(member));
        }
        return Optional.of(Instant.ofEpochMilli(millis.longValue()));
    }

    /** A structure member. */
    public Optional<WireInput> structure(String member) {
        JsonNode value = node.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            throw AwsException.serialization("Expected null");
        }
        return Optional.of(new WireInput(value, binary));
    }

    /** A list of structures. */
    public Optional<List<WireInput>> structures(String member) {
        JsonNode value = node.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isArray()) {
            throw AwsException.serialization("Expected list or null");
        }
        List<WireInput> items = new ArrayList<>(value.size());
        for (JsonNode item : value) {
            if (!item.isObject()) {
                throw AwsException.serialization("Expected null");
            }
            items.add(new WireInput(item, binary));
        }
        return Optional.of(items);
    }

    /** A list of texts. */
    public Optional<List<String>> texts(String member) {
        JsonNode value = node.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isArray()) {
            throw AwsException.serialization("Expected list or null");
        }
        List<String> items = new ArrayList<>(value.size());
        for (JsonNode item : value) {
            if (!item.isTextual()) {
                throw cannotConvert(item, "an String");
            }
            items.add(item.textValue());
        }
        return Optional.of(items);
    }

    /** A map of texts, in the order in which it was sent. */
    public Optional<Map<String, String>> textMap(String member) {
        JsonNode value = node.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            throw AwsException.serialization("Expected map or null");
        }
        Map<String, String> items = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> item : value.properties()) {
            if (!item.getValue().isTextual()) {
                throw cannotConvert(item.getValue(), "an String");
            }
            items.put(item.getKey(), item.getValue().textValue());
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

    private static AwsException cannotConvert(JsonNode value, String type) {
        if (value.isArray()) {
            return AwsException.serialization("Start of list found where not expected");
        }
        if (value.isObject()) {
            return AwsException.serialization("Start of structure or map found where not expected.");
        }
        return AwsException.serialization("%s can not be converted to %s".formatted(coralClass(value), type));
    }

    private static String coralClass(JsonNode value) {
        if (value.isBoolean()) {
            return "class java.lang.Boolean";
        }
        return value.isNumber()
                ? "class com.amazon.coral.value.json.numbers.TruncatingBigNumber"
                : "class java.lang.String";
    }
}
