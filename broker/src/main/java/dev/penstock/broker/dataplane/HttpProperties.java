package dev.penstock.broker.dataplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.penstock.broker.MessageProperties;
import dev.penstock.broker.MessageProperties.UserProperty;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.wire.RestInput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The properties of MQTT 5 in the query and the headers of a publish over HTTP. */
final class HttpProperties {
    private static final String USER_PROPERTIES = "x-amz-mqtt5-user-properties";
    private static final String FORMAT = "x-amz-mqtt5-payload-format-indicator";
    private static final String CORRELATION = "x-amz-mqtt5-correlation-data";

    /** Source: AWS IoT Core developer guide, MQTT 5 supported features: message expiry is 1 s to 7 days. */
    private static final long MAX_EXPIRY_SECONDS = 604_800;

    private HttpProperties() {}

    static MessageProperties read(RestInput in) {
        return new MessageProperties(
                in.query("contentType")
                        .map(text -> wellFormed("contentType", text))
                        .orElse(null),
                in.query("responseTopic").map(HttpProperties::responseTopic).orElse(null),
                in.header(CORRELATION).map(HttpProperties::correlation).orElse(null),
                isUtf8(in.header(FORMAT)),
                in.header(USER_PROPERTIES).map(HttpProperties::userProperties).orElse(List.of()),
                in.query("messageExpiry").map(HttpProperties::expiry).orElse(null));
    }

    private static String responseTopic(String topic) {
        if (topic.isEmpty() || topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0) {
            throw DataErrors.invalid(
                    "responseTopic must be a topic, without the wildcards + and #, not '%s'".formatted(topic));
        }
        return wellFormed("responseTopic", topic);
    }

    /** What MQTT does not carry would end the connections of subscribers. U+FFFD stands for bytes that are not UTF-8. */
    private static String wellFormed(String name, String text) {
        if (text.indexOf('\0') >= 0 || text.indexOf('\uFFFD') >= 0) {
            throw DataErrors.invalid(name + " must be UTF-8 without U+0000");
        }
        return text;
    }

    private static Duration expiry(String seconds) {
        if (!seconds.matches("\\d{1,18}")) {
            throw DataErrors.invalid("messageExpiry must be a number of seconds, not '%s'".formatted(seconds));
        }
        return Duration.ofSeconds(Math.max(1, Math.min(Long.parseLong(seconds), MAX_EXPIRY_SECONDS)));
    }

    private static boolean isUtf8(Optional<String> format) {
        String text = format.orElse("UNSPECIFIED_BYTES");
        if (!text.equals("UNSPECIFIED_BYTES") && !text.equals("UTF8_DATA")) {
            throw DataErrors.invalid("%s must be UNSPECIFIED_BYTES or UTF8_DATA, not '%s'".formatted(FORMAT, text));
        }
        return text.equals("UTF8_DATA");
    }

    private static Bytes correlation(String text) {
        try {
            return Bytes.wrap(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            throw DataErrors.invalid(CORRELATION + " must be Base64");
        }
    }

    /** An array of objects with one text each; Base64 on the wire, but a hand-written header may have it plain. */
    private static List<UserProperty> userProperties(String header) {
        JsonNode array = tree(header.startsWith("[") ? Bytes.utf8(header) : decoded(header));
        if (!array.isArray()) {
            throw notPairs();
        }
        List<UserProperty> pairs = new ArrayList<>();
        for (JsonNode pair : array) {
            if (pair.size() != 1 || !pair.isObject()) {
                throw notPairs();
            }
            for (Map.Entry<String, JsonNode> member : pair.properties()) {
                if (!member.getValue().isTextual()) {
                    throw notPairs();
                }
                pairs.add(new UserProperty(
                        wellFormed(USER_PROPERTIES, member.getKey()),
                        wellFormed(USER_PROPERTIES, member.getValue().textValue())));
            }
        }
        return pairs;
    }

    private static Bytes decoded(String header) {
        try {
            return Bytes.wrap(Base64.getDecoder().decode(header));
        } catch (IllegalArgumentException notBase64) {
            throw notPairs();
        }
    }

    private static JsonNode tree(Bytes text) {
        try {
            return Json.MAPPER.readTree(text.shared());
        } catch (IOException notJson) {
            throw notPairs();
        }
    }

    private static AwsException notPairs() {
        return DataErrors.invalid(USER_PROPERTIES
                + " must be Base64 of a JSON array of objects with one text each, for example [{\"device\":\"a\"}]");
    }

    /** As they came; for GetRetainedMessage. */
    static Bytes json(List<UserProperty> properties) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        properties.forEach(pair -> array.addObject().put(pair.name(), pair.value()));
        return Bytes.utf8(array.toString());
    }
}
