package dev.penstock.broker.gateway;

import dev.penstock.broker.engine.SharedFilter;
import dev.penstock.broker.service.ReservedTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What AWS IoT Core accepts. Source: AWS General Reference, AWS IoT Core message broker and protocol limits. */
final class BrokerLimits {
    static final int MAX_PAYLOAD_BYTES = 128 * 1024;
    /** Payload, topic, headers and properties; what the CONNACK of AWS IoT Core says. */
    static final int MAX_PACKET_BYTES = 149_504;

    static final int MAX_TOPIC_BYTES = 256;
    static final int MAX_TOPIC_SLASHES = 7;
    static final int MAX_CLIENT_ID_BYTES = 128;
    static final int MAX_SHARE_NAME_CHARS = 128;
    static final int MAX_FILTERS_PER_SUBSCRIBE = 8;
    static final int MAX_SUBSCRIPTIONS = 50;
    static final int MAX_KEEP_ALIVE_SECONDS = 1200;
    static final int CONNECT_LIMIT_SECONDS = 10;

    static final String ILL_FORMED = "it contains U+0000";

    private static final int MAX_UTF8_BYTES_PER_CHAR = 3;

    private BrokerLimits() {}

    /** What is wrong with a topic that somebody publishes to; empty when nothing is. */
    static Optional<String> topicProblem(String topic) {
        if (topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0) {
            return Optional.of("a topic to publish to must not contain the wildcards + and #");
        }
        if (BasicIngest.isAddressed(topic)) {
            String rest = BasicIngest.rest(topic);
            return rest.isEmpty() ? Optional.empty() : lengthProblem(rest);
        }
        if (ReservedTopics.isReserved(topic)) {
            Optional<String> reserved = ReservedTopics.publishProblem(topic);
            return reserved.isPresent() ? reserved : lengthProblem(topic);
        }
        return lengthProblem(topic);
    }

    /** What is wrong with a topic filter that somebody subscribes to; empty when nothing is. */
    static Optional<String> filterProblem(String filter) {
        return SharedFilter.isShared(filter) ? sharedProblem(SharedFilter.of(filter)) : plainProblem(filter);
    }

    private static Optional<String> sharedProblem(SharedFilter shared) {
        String group = shared.group();
        if (group.isEmpty() || group.indexOf('+') >= 0 || group.indexOf('#') >= 0) {
            return Optional.of("a shared subscription is $share/<group>/<filter>, with a group without wildcards");
        }
        if (group.length() > MAX_SHARE_NAME_CHARS) {
            return Optional.of(
                    "the group of a shared subscription has at most %d characters".formatted(MAX_SHARE_NAME_CHARS));
        }
        return shared.filter().startsWith("$")
                ? Optional.of("a reserved topic cannot be shared")
                : plainProblem(shared.filter());
    }

    private static Optional<String> plainProblem(String filter) {
        int hash = filter.indexOf('#');
        if (hash >= 0 && (hash != filter.length() - 1 || (hash > 0 && filter.charAt(hash - 1) != '/'))) {
            return Optional.of("# must be the last level of a filter, alone");
        }
        for (int plus = filter.indexOf('+'); plus >= 0; plus = filter.indexOf('+', plus + 1)) {
            boolean opens = plus == 0 || filter.charAt(plus - 1) == '/';
            boolean closes = plus == filter.length() - 1 || filter.charAt(plus + 1) == '/';
            if (!opens || !closes) {
                return Optional.of("+ must be a whole level of a filter");
            }
        }
        return lengthProblem(filter);
    }

    /** The keep-alive that a client gets for the one that it asks for; 0 asks for the longest. */
    static int keepAliveSeconds(int requested, Duration min) {
        int shortest = Math.toIntExact(min.toSeconds());
        return requested == 0 || requested > MAX_KEEP_ALIVE_SECONDS
                ? MAX_KEEP_ALIVE_SECONDS
                : Math.max(requested, shortest);
    }

    /** Why nothing would ever arrive on a filter that AWS accepts; empty when it can be served. */
    static Optional<String> filterGap(String filter) {
        return ReservedTopics.isReserved(filter) && !SharedFilter.isShared(filter)
                ? ReservedTopics.subscribeProblem(filter)
                : Optional.empty();
    }

    private static Optional<String> lengthProblem(String text) {
        if (text.isEmpty()) {
            return Optional.of("it is empty");
        }
        if (isIllFormed(text)) {
            return Optional.of(ILL_FORMED);
        }
        if (isLonger(text, MAX_TOPIC_BYTES)) {
            return Optional.of("it is longer than %d bytes of UTF-8".formatted(MAX_TOPIC_BYTES));
        }
        int slashes = slashes(text);
        if (slashes > MAX_TOPIC_SLASHES) {
            return Optional.of("it has %d slashes, at most %d are allowed".formatted(slashes, MAX_TOPIC_SLASHES));
        }
        return Optional.empty();
    }

    /** Whether a text is not as MQTT wants it. Source: MQTT 3.1.1 and 5, section 1.5. */
    static boolean isIllFormed(String text) {
        return text.indexOf('\0') >= 0;
    }

    /** Whether a text has more bytes of UTF-8 than allowed; most are so short that they need not be encoded to tell. */
    static boolean isLonger(String text, int maxBytes) {
        return text.length() * MAX_UTF8_BYTES_PER_CHAR > maxBytes
                && text.getBytes(StandardCharsets.UTF_8).length > maxBytes;
    }

    private static int slashes(String text) {
        int count = 0;
        for (int at = text.indexOf('/'); at >= 0; at = text.indexOf('/', at + 1)) {
            count++;
        }
        return count;
    }
}
