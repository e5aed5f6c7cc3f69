package dev.penstock.broker;

import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.lifecycle.Component;
import dev.penstock.platform.wire.Upgrade;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/** The message broker that devices connect to. */
public interface MessageBroker extends Component {

    /** Sets the one listener that gets every publish; before {@link #start}. */
    void onPublish(PublishListener listener);

    /** The port of plain MQTT; only after {@link #start}. 0 when it listens on none. */
    int mqttPort();

    /** The port of MQTT with TLS; only after {@link #start}. Empty when there is none. */
    default OptionalInt tlsPort() {
        return OptionalInt.empty();
    }

    /**
     * Publishes from inside the pipeline: to rules and to subscribers, like a publish of a client.
     *
     * @param qos 0 or 1
     * @param clientId whom rules see as publisher
     * @return completes when accepted
     */
    default CompletionStage<Void> publish(String topic, Bytes payload, int qos, String clientId) {
        return publish(topic, payload, qos, clientId, MessageProperties.EMPTY);
    }

    /**
     * As {@link #publish(String, Bytes, int, String)}, with the properties of MQTT 5, which rules and subscribers of
     * MQTT 5 see.
     */
    CompletionStage<Void> publish(String topic, Bytes payload, int qos, String clientId, MessageProperties properties);

    /** Takes connections over from an HTTP server: MQTT over WebSocket at {@code /mqtt}. Takes none before the start. */
    default Upgrade webSocket() {
        return NoUpgrade.INSTANCE;
    }

    /** What came in and went out so far. */
    BrokerCounters counters();
}
