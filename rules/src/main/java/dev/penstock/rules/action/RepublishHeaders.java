package dev.penstock.rules.action;

import dev.penstock.broker.MessageProperties;
import dev.penstock.broker.MessageProperties.UserProperty;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.Field;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT 5 properties of a republished message. Properties of the incoming message are not copied. Source: AWS IoT Core
 * API Reference, MqttHeaders.
 */
final class RepublishHeaders {
    private static final List<String> FORMATS = List.of("UNSPECIFIED_BYTES", "UTF8_DATA");
    private static final int MAX_LENGTH = 1024;
    private static final int MAX_USER_PROPERTIES = 100;

    private final Optional<Field> payloadFormatIndicator;
    private final Optional<Field> contentType;
    private final Optional<Field> responseTopic;
    private final Optional<Field> correlationData;
    private final List<Pair> userProperties;

    private record Pair(Field key, Field value) {}

    RepublishHeaders(ActionParameters parameters) {
        payloadFormatIndicator = parameters.optionalTemplate("payloadFormatIndicator");
        payloadFormatIndicator
                .filter(format -> !format.isVariable() && !FORMATS.contains(format.template()))
                .ifPresent(format -> {
                    throw parameters.invalid("payloadFormatIndicator", noFormat(format.template()));
                });
        contentType = parameters.optionalTemplate("contentType");
        responseTopic = parameters.optionalTemplate("responseTopic");
        correlationData = parameters.optionalTemplate("correlationData");
        parameters.refuse("messageExpiry", "messages do not expire here");
        userProperties = parameters.structures("userProperties").stream()
                .map(pair -> new Pair(pair.template("key"), pair.template("value")))
                .toList();
        if (userProperties.size() > MAX_USER_PROPERTIES) {
            throw parameters.invalid("userProperties", "there are at most %d".formatted(MAX_USER_PROPERTIES));
        }
    }

    /** @throws AwsException InvalidRequestException when the templates give what a property cannot be */
    MessageProperties properties(ActionInput input) {
        return new MessageProperties(
                text(contentType, input),
                topic(input),
                correlation(input),
                payloadFormatIndicator.map(format -> isUtf8(format, input)).orElse(false),
                userProperties.stream()
                        .map(pair -> new UserProperty(bounded(pair.key(), input), bounded(pair.value(), input)))
                        .toList());
    }

    private static @Nullable String text(Optional<Field> field, ActionInput input) {
        return field.map(given -> bounded(given, input)).orElse(null);
    }

    private @Nullable String topic(ActionInput input) {
        String topic = text(responseTopic, input);
        if (topic != null && (topic.contains("+") || topic.contains("#"))) {
            throw JsonParameters.invalidRequest(
                    "headers.responseTopic: '%s' has a wildcard; one cannot respond to a filter".formatted(topic));
        }
        return topic;
    }

    private @Nullable Bytes correlation(ActionInput input) {
        String text = text(correlationData, input);
        try {
            return text == null ? null : Bytes.wrap(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            throw JsonParameters.invalidRequest("headers.correlationData: '%s' is not Base64".formatted(text));
        }
    }

    private static boolean isUtf8(Field format, ActionInput input) {
        String word = input.value(format);
        if (!FORMATS.contains(word)) {
            throw JsonParameters.invalidRequest("%s: %s".formatted(format.name(), noFormat(word)));
        }
        return word.equals("UTF8_DATA");
    }

    private static String noFormat(String word) {
        return "'%s' is none of %s".formatted(word, String.join(", ", FORMATS));
    }

    private static String bounded(Field field, ActionInput input) {
        String text = input.value(field);
        if (text.length() > MAX_LENGTH) {
            throw JsonParameters.invalidRequest("%s: it came out with %d characters; at most %d are allowed"
                    .formatted(field.name(), text.length(), MAX_LENGTH));
        }
        return text;
    }
}
