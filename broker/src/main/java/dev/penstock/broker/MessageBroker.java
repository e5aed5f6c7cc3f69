package dev.penstock.broker;

import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.lifecycle.Component;
import java.util.concurrent.CompletionStage;

/** The message broker that devices connect to. */
public interface MessageBroker extends Component {

    /** Sets the one listener that gets every publish; before {@link #start}. */
    void onPublish(PublishListener listener);

    /** The port of plain MQTT; only after {@link #start}. */
    int mqttPort();

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
     * As {@link #publish(String, Bytes, int, String)}, with the properties of MQTT 5: rules see them; subscribers get none,
     * because the broker speaks MQTT 3.1.1 to them.
     */
    CompletionStage<Void> publish(String topic, Bytes payload, int qos, String clientId, MessageProperties properties);

    /** What came in and went out so far. */
    BrokerCounters counters();
}
