package dev.penstock.broker.gateway;

import dev.penstock.broker.PublishedMessage;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last retained message of each topic, QoS 0 and 1 alike; an empty payload deletes. Changes are guarded by
 * {@code lock}, lookups are not. Source: AWS IoT Core developer guide, MQTT retained messages.
 */
final class RetainedStore {
    static final int MAX_TOPICS = 100_000;
    static final long MAX_BYTES = 64L * 1024 * 1024;

    static final String FULL =
            "the store of retained messages is full (%,d topics, %,d bytes); delete some by publishing empty ones"
                    .formatted(MAX_TOPICS, MAX_BYTES);

    private static final Logger log = LoggerFactory.getLogger(RetainedStore.class);

    private final Object lock = new Object();
    private final Map<String, PublishedMessage> messages = new ConcurrentHashMap<>();
    private long bytes;

    /** The retained message of a topic; a filter with wildcards names no topic and finds none. */
    Optional<PublishedMessage> find(String topic) {
        return Optional.ofNullable(messages.get(topic));
    }

    /** The messages behind a topic, in the order of their topics; behind an empty one all. */
    List<PublishedMessage> after(String topic, int most, Instant now) {
        return messages.values().stream()
                .filter(message -> message.topic().compareTo(topic) > 0 && !message.isExpired(now))
                .sorted(Comparator.comparing(PublishedMessage::topic))
                .limit(most)
                .toList();
    }

    /** Whether a message of this weight can be retained, beside the others or in place of the one on its topic. */
    boolean hasRoom(String topic, int weight) {
        synchronized (lock) {
            PublishedMessage old = messages.get(topic);
            int topics = old == null ? messages.size() : messages.size() - 1;
            long others = old == null ? bytes : bytes - old.weight();
            return topics < MAX_TOPICS && others + weight <= MAX_BYTES;
        }
    }

    /** Takes note of a message whose RETAIN flag is set. */
    void update(PublishedMessage message) {
        synchronized (lock) {
            PublishedMessage old = messages.remove(message.topic());
            if (old != null) {
                bytes -= old.weight();
            }
            if (message.payload().isEmpty()) {
                return;
            }
            if (messages.size() >= MAX_TOPICS || bytes + message.weight() > MAX_BYTES) {
                log.warn(
                        "message {} of client {} on {} is delivered but not retained: the store holds {} topics with {}"
                                + " bytes; delete retained messages by publishing empty ones",
                        message.id(),
                        message.clientId(),
                        message.topic(),
                        messages.size(),
                        bytes);
                return;
            }
            bytes += message.weight();
            messages.put(message.topic(), message);
        }
    }
}
