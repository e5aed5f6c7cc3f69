package dev.penstock.broker.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fleet provisioning, file delivery and Device Defender: not emulated. Their requests get the answer that a request which
 * failed gets, so that a device does not wait for ever.
 */
public final class UnservedTopics implements TopicService {
    private static final Logger log = LoggerFactory.getLogger(UnservedTopics.class);
    private static final int NOT_IMPLEMENTED = 501;
    private static final int MAX_NAMED = 100;

    private final ServicePublisher publisher;
    private final Set<String> named = ConcurrentHashMap.newKeySet();

    public UnservedTopics(ServicePublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public boolean takes(String topic) {
        return ReservedTopics.isUnserved(topic);
    }

    @Override
    public CompletionStage<?> accept(PublishedMessage message) {
        String topic = message.topic();
        if (named.size() < MAX_NAMED && named.add(topic)) {
            log.warn(
                    "client {} asks on {}: Penstock does not emulate that service and answers on its topic /rejected",
                    message.clientId(),
                    topic);
        }
        return publisher.publish(rejected(topic), answer(topic));
    }

    /** File delivery has the topic of refusals beside its operations, the others under them. */
    private static String rejected(String topic) {
        if (!topic.contains("/streams/")) {
            return topic + "/rejected";
        }
        int format = topic.lastIndexOf('/');
        int operation = topic.lastIndexOf('/', format - 1);
        return topic.substring(0, operation) + "/rejected" + topic.substring(format);
    }

    private static Bytes answer(String topic) {
        ObjectMapper mapper = topic.endsWith("/cbor") ? Json.CBOR : Json.MAPPER;
        ObjectNode body = Json.MAPPER
                .createObjectNode()
                .put("statusCode", NOT_IMPLEMENTED)
                .put("errorCode", "NotImplemented")
                .put("errorMessage", "Penstock does not emulate the service behind " + topic);
        try {
            return Bytes.wrap(mapper.writeValueAsBytes(body));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
