package dev.penstock.broker.engine;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.util.concurrent.CompletionStage;

/**
 * The engine's side of one connection. All methods are called on the channel's loop, never block, and stages complete on
 * any thread.
 */
public interface EngineConnection {

    /** Opens or resumes the session and writes the CONNACK; completes when that is on its way. */
    CompletionStage<?> connect(MqttConnectMessage connect);

    /** Whether the CONNACK went out and the session is bound to this connection. */
    boolean isConnected();

    /**
     * Deals with a SUBSCRIBE, UNSUBSCRIBE or DISCONNECT.
     *
     * @return completes on the channel's loop when it is answered; exceptionally when the engine could not
     */
    CompletionStage<?> handle(MqttMessage packet);

    /** Takes the PUBACK for a message that was delivered; completes when the session has taken it in. */
    CompletionStage<?> acknowledge(MqttMessage pubAck);

    /** The client has read what filled its socket: go on sending. */
    void writable();

    /** The socket is closed, after a DISCONNECT or without one. */
    void closed();
}
