package dev.penstock.rules.cases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.broker.MessageProperties;
import dev.penstock.broker.MessageProperties.UserProperty;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.eval.MessageInput;
import dev.penstock.rules.eval.Payload;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The message of a case.
 *
 * @param topic as published, the prefix of Basic Ingest included
 * @param clientId ignored when it did not come over MQTT
 */
record CaseMessage(
        String topic,
        Bytes payload,
        String clientId,
        boolean overMqtt,
        Instant receivedAt,
        String account,
        String traceId,
        String principal,
        String sourceIp,
        MessageProperties properties) {
    private static final Instant RECEIVED_AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final String TRACE_ID = "00000000-0000-4000-8000-000000000000";
    private static final long SEED = 7;
    private static final List<String> PAYLOADS = List.of("payload", "payloadText", "payloadBase64");

    static CaseMessage read(CaseFields fields, boolean isSent) {
        return new CaseMessage(
                topic(fields, isSent),
                payload(fields, isSent),
                fields.text("clientId", "client"),
                fields.choice("protocol", "mqtt", "mqtt", "http").equals("mqtt"),
                receivedAt(fields),
                fields.text("accountId", AwsIdentity.DEFAULT.account()),
                fields.text("traceId", TRACE_ID),
                fields.text("principal", ""),
                fields.text("sourceIp", ""),
                properties(fields));
    }

    /** The message as a rule sees it. */
    MessageInput input(String seenTopic) {
        return new MessageInput(
                seenTopic,
                new Payload(payload),
                seenClientId(),
                receivedAt.toEpochMilli(),
                account,
                traceId,
                SEED,
                principal,
                sourceIp,
                overMqtt,
                properties);
    }

    /** What {@code clientid()} says. */
    String seenClientId() {
        return overMqtt ? clientId : "n/a";
    }

    private static String topic(CaseFields fields, boolean isSent) {
        String topic = fields.text("topic", "");
        if (isSent && topic.isEmpty()) {
            fields.wrong("topic", "is missing");
        }
        return topic;
    }

    private static Bytes payload(CaseFields fields, boolean isSent) {
        long given = PAYLOADS.stream().filter(fields::has).count();
        if (given > 1 || (given == 0 && isSent)) {
            fields.wrong("payload", "exactly one of %s is expected".formatted(String.join(", ", PAYLOADS)));
        }
        String text = fields.text("payloadText");
        byte[] bytes = fields.base64("payloadBase64");
        if (text != null) {
            return Bytes.utf8(text);
        }
        JsonNode json = fields.json("payload");
        return bytes != null ? Bytes.wrap(bytes) : json.isMissingNode() ? Bytes.EMPTY : Bytes.utf8(json.toString());
    }

    private static Instant receivedAt(CaseFields fields) {
        String text = fields.text("receivedAt");
        try {
            return text == null ? RECEIVED_AT : Instant.parse(text);
        } catch (DateTimeParseException noInstant) {
            fields.wrong("receivedAt", "'%s' is not an instant such as %s".formatted(text, RECEIVED_AT));
            return RECEIVED_AT;
        }
    }

    private static MessageProperties properties(CaseFields fields) {
        CaseFields mqtt = fields.object("mqttProperties");
        String contentType = mqtt.text("contentType");
        String responseTopic = mqtt.text("responseTopic");
        byte[] correlation = mqtt.base64("correlationDataBase64");
        BigDecimal format = mqtt.has("payloadFormatIndicator") ? mqtt.number("payloadFormatIndicator") : null;
        if (format != null && format.compareTo(BigDecimal.ZERO) != 0 && format.compareTo(BigDecimal.ONE) != 0) {
            mqtt.wrong("payloadFormatIndicator", "can be 0 or 1");
        }
        mqtt.done();
        return new MessageProperties(
                contentType,
                responseTopic,
                correlation == null ? null : Bytes.wrap(correlation),
                format != null && format.signum() != 0,
                userProperties(fields));
    }

    private static List<UserProperty> userProperties(CaseFields fields) {
        List<UserProperty> pairs = new ArrayList<>();
        JsonNode list = fields.json("userProperties");
        for (JsonNode pair : list) {
            if (pair.isArray() && pair.size() == 2 && isText(pair.get(0)) && isText(pair.get(1))) {
                pairs.add(new UserProperty(pair.get(0).textValue(), pair.get(1).textValue()));
            } else {
                fields.wrong("userProperties", "a list of [name, value] is expected, %s is none".formatted(pair));
            }
        }
        if (!list.isMissingNode() && !list.isArray()) {
            fields.wrong("userProperties", "a list of [name, value] is expected, this is " + list);
        }
        return pairs;
    }

    private static boolean isText(@Nullable JsonNode node) {
        return node != null && node.isTextual();
    }
}
