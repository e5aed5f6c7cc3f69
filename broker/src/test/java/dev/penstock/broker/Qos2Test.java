package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.penstock.broker.policy.Authorizer;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings {@code ignore} and {@code downgrade} of {@code broker.qos2}; what {@code close} does is in the tests of refusals. */
class Qos2Test {
    private static final byte[] X = "x".getBytes(StandardCharsets.UTF_8);

    private static TestBroker broker(Qos2 qos2) {
        return new TestBroker(Authorizer.OPEN, settings -> settings.withQos2(qos2));
    }

    private static RawClient connected(TestBroker test, boolean isMqtt5) {
        RawClient client = test.raw();
        client.connect(isMqtt5 ? RawClient.connectPacket5("device", true) : RawClient.connectPacket("device", true));
        return client;
    }

    private static MqttMessage willOfQos2(boolean isMqtt5, boolean retain) {
        return MqttMessageBuilders.connect()
                .protocolVersion(isMqtt5 ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1)
                .clientId("device")
                .cleanSession(true)
                .keepAlive(60)
                .willFlag(true)
                .willQoS(MqttQoS.EXACTLY_ONCE)
                .willRetain(retain)
                .willTopic("will")
                .willMessage(X)
                .build();
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void ignoredPublishHasNoEffectAndTheConnectionStays(boolean isMqtt5) {
        try (TestBroker test = broker(Qos2.IGNORE);
                LogLines log = new LogLines()) {
            RawClient client = connected(test, isMqtt5);

            client.send(RawClient.publishPacket(7, "a", X, MqttQoS.EXACTLY_ONCE), MqttMessage.PINGREQ);
            client.receive(MqttMessageType.PINGRESP);
            client.send(RawClient.publishPacket(8, "a", "y"));

            assertThat(client.receivePubAcks(1)).containsExactly(8);
            assertThat(test.listener.payloads()).containsExactly("y");
            assertThat(test.broker.counters()).isEqualTo(new BrokerCounters(1, 1, 1, 1));
            assertThat(log.warnings())
                    .anyMatch(line -> line.contains("client device") && line.contains("broker.qos2: ignore"));
        }
    }

    @Test
    void ignoredSubscribeGetsNoAnswerAndNoSubscription() {
        try (TestBroker test = broker(Qos2.IGNORE);
                LogLines log = new LogLines()) {
            RawClient client = test.rawConnected("device");

            client.send(RawClient.subscribePacket(1, "a", MqttQoS.EXACTLY_ONCE));
            client.send(RawClient.publishPacket(8, "a", "y"));

            assertThat(client.receivePublishesUntilPubAck(8)).isEmpty();
            assertThat(log.warnings()).anyMatch(line -> line.contains("gets no answer and no subscription"));
        }
    }

    @Test
    void willOfQos2IsRefusedWhereItIsIgnoredElsewhere() {
        try (TestBroker test = broker(Qos2.IGNORE)) {
            RawClient client = test.raw();

            client.send(willOfQos2(false, false));

            assertThat(client.isClosedByBroker()).isTrue();
        }
    }

    @Test
    void subscriptionWithQos2IsGrantedQos1() {
        try (TestBroker test = broker(Qos2.DOWNGRADE)) {
            RawClient client = test.rawConnected("device");

            client.send(RawClient.subscribePacket(1, "a", MqttQoS.EXACTLY_ONCE));

            MqttSubAckMessage answer = (MqttSubAckMessage) client.receive(MqttMessageType.SUBACK);
            assertThat(answer.payload().reasonCodes()).containsExactly(1);
        }
    }

    @Test
    void messagesOfQos2ArriveOnceInOrderWithQos1() throws Exception {
        try (TestBroker test = broker(Qos2.DOWNGRADE)) {
            Queue<Mqtt3Publish> arrived = TestBroker.collect(test.connect("app"), "a", MqttQos.EXACTLY_ONCE);
            Mqtt3BlockingClient client = test.connect("device");
            List<String> sent = IntStream.range(0, 1_000).mapToObj(i -> "m" + i).toList();

            CompletableFuture<?>[] all = sent.stream()
                    .map(text -> client.toAsync()
                            .publishWith()
                            .topic("a")
                            .qos(MqttQos.EXACTLY_ONCE)
                            .payload(text.getBytes(StandardCharsets.UTF_8))
                            .send())
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(all).get(TestBroker.LIMIT.toSeconds(), TimeUnit.SECONDS);

            await("delivery").until(() -> arrived.size() == sent.size());
            assertThat(TestBroker.texts(arrived)).isEqualTo(sent);
            assertThat(arrived).allMatch(publish -> publish.getQos() == MqttQos.AT_LEAST_ONCE);
            assertThat(test.listener.payloads()).isEqualTo(sent);
            assertThat(test.listener.messages).allMatch(message -> message.qos() == 1);
        }
    }

    @Test
    void clientOfMqtt5IsToldNoMaximumAndSendsWithQos2() throws Exception {
        try (TestBroker test = broker(Qos2.DOWNGRADE)) {
            Queue<Mqtt5Publish> arrived = new ConcurrentLinkedQueue<>();
            test.connect5("app")
                    .toAsync()
                    .subscribeWith()
                    .topicFilter("a")
                    .qos(MqttQos.EXACTLY_ONCE)
                    .callback(arrived::add)
                    .send()
                    .get(TestBroker.LIMIT.toSeconds(), TimeUnit.SECONDS);
            Mqtt5BlockingClient client = test.connect5("device");

            CompletableFuture<?>[] all = IntStream.range(0, 500)
                    .mapToObj(i -> client.toAsync()
                            .publishWith()
                            .topic("a")
                            .qos(MqttQos.EXACTLY_ONCE)
                            .payload(X)
                            .send())
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(all).get(TestBroker.LIMIT.toSeconds(), TimeUnit.SECONDS);

            await("delivery").until(() -> arrived.size() == 500);
            assertThat(arrived).allMatch(publish -> publish.getQos() == MqttQos.AT_LEAST_ONCE);
            assertThat(test.listener.messages).hasSize(500);
        }
    }

    @Test
    void pahoSendsAndReceives() throws Exception {
        try (TestBroker test = broker(Qos2.DOWNGRADE)) {
            Queue<String> arrived = new ConcurrentLinkedQueue<>();
            MqttAsyncClient client =
                    new MqttAsyncClient("tcp://127.0.0.1:" + test.port(), "device", new MemoryPersistence());
            client.connect().waitForCompletion(TestBroker.LIMIT.toMillis());
            client.subscribe("a", 2, (topic, message) -> arrived.add(message.getQos() + " " + message))
                    .waitForCompletion(TestBroker.LIMIT.toMillis());

            client.publish("a", X, 2, false).waitForCompletion(TestBroker.LIMIT.toMillis());

            await("delivery").until(() -> !arrived.isEmpty());
            assertThat(arrived).containsExactly("1 x");
            assertThat(test.listener.payloads()).containsExactly("x");
            client.disconnect().waitForCompletion(TestBroker.LIMIT.toMillis());
            client.close();
        }
    }

    @Test
    void willOfQos2GoesOutAndIsRetainedWithQos1() {
        try (TestBroker test = broker(Qos2.DOWNGRADE)) {
            RawClient client = test.raw();
            client.connect(willOfQos2(true, true));

            client.close();

            await("will").until(() -> test.listener.messages.size() == 1);
            assertThat(test.listener.messages).allMatch(message -> message.qos() == 1 && message.retain());
            Queue<Mqtt3Publish> retained = TestBroker.collect(test.connect("app"), "will", MqttQos.EXACTLY_ONCE);
            await("retained").until(() -> retained.size() == 1);
            assertThat(retained.element().getQos()).isEqualTo(MqttQos.AT_LEAST_ONCE);
        }
    }
}
