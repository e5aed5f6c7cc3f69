package dev.penstock.broker;

import dev.penstock.platform.data.Bytes;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The properties of an MQTT 5 PUBLISH. A message that came by MQTT 3.1.1 or HTTP has {@link #EMPTY}.
 *
 * @param contentType null when the publisher gave none; so are the next two
 * @param isUtf8 whether the payload format indicator is 1; 0 and absent mean the same
 * @param userProperties in the order of the packet; a name may come more than once
 * @param expiry how long after its publication the message is worth delivering; null for ever
 */
public record MessageProperties(
        @Nullable String contentType,
        @Nullable String responseTopic,
        @Nullable Bytes correlationData,
        boolean isUtf8,
        List<UserProperty> userProperties,
        @Nullable Duration expiry) {
    /** No properties. */
    public static final MessageProperties EMPTY = new MessageProperties(null, null, null, false, List.of());

    /** Of the objects around two texts. */
    private static final int PAIR_BYTES = 64;

    public MessageProperties {
        userProperties = List.copyOf(userProperties);
    }

    /** Properties of a message that does not expire. */
    public MessageProperties(
            @Nullable String contentType,
            @Nullable String responseTopic,
            @Nullable Bytes correlationData,
            boolean isUtf8,
            List<UserProperty> userProperties) {
        this(contentType, responseTopic, correlationData, isUtf8, userProperties, null);
    }

    /** About how many bytes they take, for bounds of queues. */
    public int weight() {
        int weight = length(contentType) + length(responseTopic);
        weight += correlationData == null ? 0 : correlationData.length();
        for (UserProperty pair : userProperties) {
            weight += PAIR_BYTES + pair.name().length() + pair.value().length();
        }
        return weight;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** A pair that the publisher chose. */
    public record UserProperty(String name, String value) {}
}
