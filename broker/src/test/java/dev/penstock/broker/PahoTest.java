package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.broker.MessageProperties.UserProperty;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A second opinion on MQTT 5, by the client of Eclipse Paho. */
class PahoTest {
    private static final long LIMIT_MILLIS = TestBroker.LIMIT.toMillis();

    private final TestBroker test = new TestBroker();

    @AfterEach
    void close() {
        test.close();
    }

    private MqttAsyncClient client(String id) throws MqttException {
        return new MqttAsyncClient("tcp://127.0.0.1:" + test.port(), id, new MemoryPersistence());
    }

    private MqttAsyncClient connect(String id) throws MqttException {
        MqttAsyncClient client = client(id);
        client.connect().waitForCompletion(LIMIT_MILLIS);
        return client;
    }

    private static Queue<MqttMessage> collect(MqttAsyncClient client, String filter) throws MqttException {
        Queue<MqttMessage> arrived = new ConcurrentLinkedQueue<>();
        IMqttMessageListener listener = (topic, message) -> arrived.add(message);
        client.subscribe(
                        new MqttSubscription[] {new MqttSubscription(filter, 1)},
                        null,
                        null,
                        new IMqttMessageListener[] {listener},
                        new MqttProperties())
                .waitForCompletion(LIMIT_MILLIS);
        return arrived;
    }

    private static MqttMessage message(String text, MqttProperties properties) {
        return new MqttMessage(text.getBytes(StandardCharsets.UTF_8), 1, false, properties);
    }

    private static org.eclipse.paho.mqttv5.common.packet.UserProperty pair(String name, String value) {
        return new org.eclipse.paho.mqttv5.common.packet.UserProperty(name, value);
    }

    @Test
    void connAckSaysWhatTheBrokerTakes() throws Exception {
        MqttAsyncClient client = client("device");
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setSessionExpiryInterval(10_000L);
        options.setKeepAliveInterval(2_000);

        IMqttToken answer = client.connect(options);
        answer.waitForCompletion(LIMIT_MILLIS);

        MqttProperties properties = answer.getResponseProperties();
        assertThat(properties.getSessionExpiryInterval()).isEqualTo(3600);
        assertThat(properties.getServerKeepAlive()).isEqualTo(1200);
        assertThat(properties.getReceiveMaximum()).isEqualTo(100);
        assertThat(properties.getTopicAliasMaximum()).isEqualTo(8);
        assertThat(properties.isSubscriptionIdentifiersAvailable()).isFalse();
        client.disconnect().waitForCompletion(LIMIT_MILLIS);
    }

    @Test
    void propertiesArriveAtSubscribersAndRules() throws Exception {
        Queue<MqttMessage> arrived = collect(connect("app"), "a/+");
        MqttProperties given = new MqttProperties();
        given.setContentType("text/plain");
        given.setResponseTopic("answers");
        given.setCorrelationData(new byte[] {1, 2});
        given.setUserProperties(List.of(pair("k", "1"), pair("k", "2")));

        connect("device").publish("a/b", message("x", given)).waitForCompletion(LIMIT_MILLIS);

        await("delivery").until(() -> arrived.size() == 1);
        MqttProperties seen = arrived.element().getProperties();
        assertThat(seen.getContentType()).isEqualTo("text/plain");
        assertThat(seen.getResponseTopic()).isEqualTo("answers");
        assertThat(seen.getCorrelationData()).containsExactly(1, 2);
        assertThat(seen.getUserProperties()).hasSize(2);
        assertThat(test.listener.messages)
                .singleElement()
                .extracting(message -> message.properties().userProperties())
                .isEqualTo(List.of(new UserProperty("k", "1"), new UserProperty("k", "2")));
    }

    /**
     * Paho 1.2.5 looks for the listener of a subscription by its whole filter, which no topic matches when it is shared: what
     * comes through a shared subscription reaches the callback of the client only.
     */
    @Test
    void messagesToAGroupArriveOnceEach() throws Exception {
        Queue<String> arrived = new ConcurrentLinkedQueue<>();
        for (String id : List.of("one", "two", "three")) {
            MqttAsyncClient member = client(id);
            member.setCallback(new CollectingCallback(arrived));
            member.connect().waitForCompletion(LIMIT_MILLIS);
            member.subscribe("$share/g/a/+", 1).waitForCompletion(LIMIT_MILLIS);
        }
        MqttAsyncClient device = connect("device");
        List<String> sent = IntStream.range(0, 60).mapToObj(i -> "m" + i).toList();

        for (String text : sent) {
            device.publish("a/b", message(text, new MqttProperties())).waitForCompletion(LIMIT_MILLIS);
        }

        await("all messages").until(() -> arrived.size() >= sent.size());
        assertThat(arrived).containsExactlyInAnyOrderElementsOf(sent);
    }

    /** Keeps what arrives. */
    private record CollectingCallback(Queue<String> arrived) implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            arrived.add(new String(message.getPayload(), StandardCharsets.UTF_8));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(MqttException failure) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String server) {}

        @Override
        public void authPacketArrived(int reason, MqttProperties properties) {}
    }
}
