package dev.penstock.broker.dataplane;

import dev.penstock.broker.MessageProperties;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.data.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What HTTP requests ask of the gateway. */
public interface DataGateway {

    /**
     * Publishes, checked like a client's publish.
     *
     * @return fails with IllegalArgumentException when nobody may publish that, with IllegalStateException when the broker
     *     does not take it now
     */
    CompletionStage<Void> publish(String topic, Bytes payload, int qos, boolean retain, MessageProperties properties);

    /** The retained message of a topic. */
    Optional<PublishedMessage> retained(String topic);

    /** Retained messages behind a topic, in the order of their topics; behind an empty one all. */
    List<PublishedMessage> retained(String after, int most);

    /**
     * Ends a client's connection.
     *
     * @param cleanSession whether its session ends too
     * @return whether it had a connection or a session
     */
    CompletionStage<Boolean> disconnect(String clientId, boolean cleanSession, boolean preventWill);
}
