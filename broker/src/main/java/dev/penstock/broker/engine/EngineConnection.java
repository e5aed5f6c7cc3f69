package dev.penstock.broker.engine;

import io.netty.handler.codec.mqtt.MqttMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The engine's side of one connection. All methods are called on the channel's loop, never block, and stages complete on
 * the channel's loop unless they say otherwise.
 */
public interface EngineConnection {

    /**
     * Opens or resumes the session and writes a CONNACK, of which only the flag of the session is of use to an MQTT 5
     * client; the gateway adds the rest. Completes when it is on its way.
     */
    CompletionStage<?> connect(SessionTerms terms);

    /** Whether the CONNACK went out and the session is bound to this connection. */
    boolean isConnected();

    /** The filters that the session is subscribed to; those that an earlier connection has left, after {@link #connect}. */
    Set<String> filters();

    /** For QoS 2 messages of the client, after {@link #connect}; empty when the session was not opened. */
    Optional<Inbox.Receiver> receiver();

    /** Subscribes, writes the SUBACK that the gateway has made, then sends the retained messages that are asked for. */
    CompletionStage<?> subscribe(List<Interest> interests, MqttMessage subAck);

    /**
     * Ends subscriptions.
     *
     * @param unsubAck makes the answer; it is given, for each filter, whether there was a subscription
     */
    CompletionStage<?> unsubscribe(List<String> filters, Function<List<Boolean>, MqttMessage> unsubAck);

    /**
     * The client has said goodbye: ends the connection.
     *
     * @param expiry how long the session lives on
     */
    CompletionStage<?> disconnect(Duration expiry);

    /** Takes the PUBACK for a message that was delivered; completes on any thread when the session has taken it in. */
    CompletionStage<?> acknowledge(int packetId);

    /** The client has read what filled its socket: go on sending. */
    void writable();

    /** The socket is closed, after a DISCONNECT or without one. Completes on any thread when the session is left. */
    CompletionStage<?> closed();
}
