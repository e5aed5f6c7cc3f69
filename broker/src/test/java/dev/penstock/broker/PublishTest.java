package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import dev.penstock.platform.data.Bytes;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishTest {
    private final TestBroker test = new TestBroker();

    @AfterEach
    void close() {
        test.close();
    }

    @ParameterizedTest(name = "published {0}, subscribed {1}, delivered {2}")
    @CsvSource({"0, 0, 0", "0, 1, 0", "1, 0, 0", "1, 1, 1"})
    void deliversAtTheLowerQos(int published, int subscribed, int delivered) {
        Mqtt3BlockingClient client = test.connect("device");
        Queue<Mqtt3Publish> arrived = TestBroker.collect(client, "plant/+/temp", qos(subscribed));

        client.publishWith()
                .topic("plant/a/temp")
                .qos(qos(published))
                .payload(new byte[] {1})
                .send();

        await("delivery").until(() -> arrived.size() == 1);
        assertThat(arrived.element().getQos()).isEqualTo(qos(delivered));
        assertThat(arrived.element().isRetain()).isFalse();
    }

    @Test
    void listenerGetsTheMessageAsPublished() {
        Mqtt3BlockingClient client = test.connect("press-04");

        TestBroker.publish(client, "plant/a", "{\"t\":1}");
        TestBroker.publish(client, "plant/b", "2");

        assertThat(test.listener.messages)
                .containsExactly(
                        new PublishedMessage(
                                "00000001",
                                "plant/a",
                                Bytes.utf8("{\"t\":1}"),
                                1,
                                false,
                                "press-04",
                                Instant.parse("2026-01-01T00:00:00Z"),
                                "127.0.0.1",
                                "",
                                MessageProperties.EMPTY),
                        new PublishedMessage(
                                "00000002",
                                "plant/b",
                                Bytes.utf8("2"),
                                1,
                                false,
                                "press-04",
                                Instant.parse("2026-01-01T00:00:00Z"),
                                "127.0.0.1",
                                "",
                                MessageProperties.EMPTY));
    }

    @Test
    void binaryPayloadArrivesUnchanged() {
        byte[] payload = new byte[128 * 1024];
        IntStream.range(0, payload.length).forEach(i -> payload[i] = (byte) (i * 31));
        Mqtt3BlockingClient client = test.connect("device");
        Queue<Mqtt3Publish> arrived = TestBroker.collect(client, "bin", MqttQos.AT_LEAST_ONCE);

        client.publishWith()
                .topic("bin")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload)
                .send();

        await("delivery").until(() -> arrived.size() == 1);
        assertThat(arrived.element().getPayloadAsBytes()).isEqualTo(payload);
        assertThat(test.listener.messages.get(0).payload()).isEqualTo(Bytes.wrap(payload));
    }

    @Test
    void messageForOneRuleGoesToTheListenerAndToNobodyElse() {
        Mqtt3BlockingClient client = test.connect("device");
        Queue<Mqtt3Publish> arrived = TestBroker.collect(client, "#", MqttQos.AT_LEAST_ONCE);
        String deep = "$aws/rules/hot/1/2/3/4/5/6/7/8";

        TestBroker.publish(client, "$aws/rules/hot/a/b", "1");
        TestBroker.publish(client, deep, "2");
        TestBroker.publish(client, "$aws/rules/hot", "3");
        TestBroker.publish(client, "end", "4");

        await("delivery").until(() -> !arrived.isEmpty());
        assertThat(TestBroker.texts(arrived)).containsExactly("4");
        assertThat(test.listener.messages)
                .extracting(PublishedMessage::topic)
                .containsExactly("$aws/rules/hot/a/b", deep, "$aws/rules/hot", "end");
    }

    @Test
    void emptyPayloadIsAMessage() {
        Mqtt3BlockingClient client = test.connect("device");
        Queue<Mqtt3Publish> arrived = TestBroker.collect(client, "empty", MqttQos.AT_LEAST_ONCE);

        TestBroker.publish(client, "empty", "");

        await("delivery").until(() -> arrived.size() == 1);
        assertThat(test.listener.messages.get(0).payload()).isEqualTo(Bytes.EMPTY);
    }

    @ParameterizedTest(name = "QoS {0}")
    @ValueSource(ints = {0, 1})
    void messagesOfOneClientStayInOrder(int level) {
        Mqtt3BlockingClient publisher = test.connect("device");
        Queue<Mqtt3Publish> arrived = TestBroker.collect(test.connect("app"), "seq/#", MqttQos.AT_LEAST_ONCE);
        List<String> sent = IntStream.range(0, 300).mapToObj(Integer::toString).toList();

        sent.forEach(number -> publisher
                .toAsync()
                .publishWith()
                .topic("seq/" + Integer.parseInt(number) % 3)
                .qos(qos(level))
                .payload(number.getBytes(StandardCharsets.UTF_8))
                .send());

        await("all deliveries").until(() -> arrived.size() == sent.size());
        assertThat(test.listener.payloads()).isEqualTo(sent);
        assertThat(TestBroker.texts(arrived)).isEqualTo(sent);
    }

    @Test
    void overlappingSubscriptionsGiveOneCopyAtTheHighestQos() {
        RawClient client = test.rawConnected("device");
        client.subscribe("a/#", MqttQoS.AT_MOST_ONCE);
        client.subscribe("a/b", MqttQoS.AT_LEAST_ONCE);

        client.send(RawClient.publishPacket(1, "a/b", "x"), RawClient.publishPacket(2, "end", ""));

        List<MqttPublishMessage> arrived = client.receivePublishesUntilPubAck(2);
        assertThat(arrived)
                .singleElement()
                .satisfies(
                        publish -> assertThat(publish.fixedHeader().qosLevel()).isEqualTo(MqttQoS.AT_LEAST_ONCE));
    }

    @Test
    void unsubscribedFilterGetsNothing() {
        Mqtt3BlockingClient client = test.connect("device");
        Queue<Mqtt3Publish> arrived = TestBroker.collect(client, "on", MqttQos.AT_LEAST_ONCE);
        Queue<Mqtt3Publish> gone = TestBroker.collect(client, "off", MqttQos.AT_LEAST_ONCE);

        client.unsubscribeWith().topicFilter("off").send();
        TestBroker.publish(client, "off", "1");
        TestBroker.publish(client, "on", "2");

        await("delivery").until(() -> arrived.size() == 1);
        assertThat(gone).isEmpty();
    }

    @Test
    void pahoPublishesAndSubscribes() throws Exception {
        MqttClient paho = new MqttClient("tcp://127.0.0.1:" + test.port(), "paho", new MemoryPersistence());
        List<String> arrived = new CopyOnWriteArrayList<>();
        paho.connect();

        paho.subscribe("p/#", 1, (topic, message) -> arrived.add(topic + "=" + message));
        paho.publish("p/1", "one".getBytes(StandardCharsets.UTF_8), 1, false);
        paho.publish("p/0", "zero".getBytes(StandardCharsets.UTF_8), 0, false);

        await("deliveries").until(() -> arrived.size() == 2);
        assertThat(arrived).containsExactly("p/1=one", "p/0=zero");
        paho.disconnect();
        paho.close();
    }

    @Test
    void publishFromInsideReachesListenerAndSubscribers() throws Exception {
        Queue<Mqtt3Publish> arrived = TestBroker.collect(test.connect("app"), "out/#", MqttQos.AT_LEAST_ONCE);

        test.broker
                .publish("out/1", Bytes.utf8("hello"), 1, "N/A")
                .toCompletableFuture()
                .get(TestBroker.LIMIT.toSeconds(), TimeUnit.SECONDS);

        await("delivery").until(() -> arrived.size() == 1);
        assertThat(TestBroker.texts(arrived)).containsExactly("hello");
        assertThat(test.listener.messages.get(0).clientId()).isEqualTo("N/A");
        assertThat(test.broker.counters().published()).isEqualTo(1);
    }

    @Test
    void propertiesOfAPublishFromInsideReachTheListener() {
        MessageProperties properties = new MessageProperties(
                "text/plain", "re", Bytes.utf8("c"), true, List.of(new MessageProperties.UserProperty("k", "v")));

        test.broker
                .publish("out/1", Bytes.utf8("hello"), 1, "N/A", properties)
                .toCompletableFuture()
                .join();

        assertThat(test.listener.messages.get(0).properties()).isEqualTo(properties);
    }

    @Test
    void publishFromInsideCompletesWhenTheListenerHasAccepted() {
        test.listener.hold();

        var published =
                test.broker.publish("out/1", Bytes.utf8("hello"), 0, "N/A").toCompletableFuture();

        assertThat(published).isNotDone();
        assertThat(test.time.inFlight().snapshot()).containsEntry("broker", 1L);
        test.listener.accept("hello");
        assertThat(published).isCompleted();
        assertThat(test.time.inFlight().isSettled()).isTrue();
    }

    @Test
    void publishesFromInsideAreBounded() {
        Bytes payload = Bytes.wrap(new byte[128 * 1024]);
        CompletableFuture<Void> gate = new CompletableFuture<>();
        try (TestBroker held = new TestBroker(message -> gate)) {
            var last = held.broker.publish("a", payload, 1, "N/A").toCompletableFuture();
            for (int i = 0; i < 600 && !last.isDone(); i++) {
                last = held.broker.publish("a", payload, 1, "N/A").toCompletableFuture();
            }

            assertThat(last)
                    .failsWithin(TestBroker.LIMIT)
                    .withThrowableThat()
                    .withMessageContaining("wait to be accepted");
            gate.complete(null);
            assertThat(held.broker.publish("a", payload, 1, "N/A")).succeedsWithin(TestBroker.LIMIT);
        }
    }

    @ParameterizedTest(name = "{0} QoS {1}: {2}")
    @CsvSource({
        "a/+/b, 1, wildcards",
        "$aws/things/x/shadow/update/accepted, 1, reserved",
        "'', 0, empty",
        "ok, 2, QoS 2 is not supported"
    })
    void publishFromInsideRefusesWhatAClientMayNot(String topic, int qos, String why) {
        var published = test.broker.publish(topic, Bytes.EMPTY, qos, "N/A").toCompletableFuture();

        assertThat(published)
                .isCompletedExceptionally()
                .failsWithin(TestBroker.LIMIT)
                .withThrowableThat()
                .withMessageContaining(why);
        assertThat(test.listener.messages).isEmpty();
    }

    @Test
    void countersAndInFlightBalance() {
        Mqtt3BlockingClient client = test.connect("device");

        for (int i = 0; i < 10; i++) {
            TestBroker.publish(client, "n", "x");
        }
        client.publishWith().topic("n").qos(MqttQos.AT_MOST_ONCE).send();

        await("the last message").until(() -> test.listener.messages.size() == 11);
        await("rest").until(test.time.inFlight()::isSettled);
        assertThat(test.broker.counters()).isEqualTo(new BrokerCounters(1, 11, 10, 0));
        client.disconnect();
        await("the end of the connection").until(() -> test.broker.counters().connections() == 0);
    }

    private static MqttQos qos(int level) {
        return MqttQos.fromCode(level);
    }
}
