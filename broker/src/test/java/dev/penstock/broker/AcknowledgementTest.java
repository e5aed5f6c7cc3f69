package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AcknowledgementTest {
    private final TestBroker test = new TestBroker();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void pubAckWaitsForTheListener() {
        Mqtt3BlockingClient client = test.connect("device");
        Queue<Mqtt3Publish> arrived = TestBroker.collect(test.connect("app"), "a", MqttQos.AT_LEAST_ONCE);
        test.listener.hold();

        CompletableFuture<Mqtt3Publish> sent = publish(client, "x");
        await("the listener").until(() -> test.listener.messages.size() == 1);

        assertThat(sent).isNotDone();
        assertThat(arrived).isEmpty();
        assertThat(test.broker.counters()).isEqualTo(new BrokerCounters(2, 1, 0, 0));
        await("events of connections to be through")
                .untilAsserted(() -> assertThat(test.time.inFlight().snapshot()).containsEntry("broker", 1L));
        test.listener.accept("x");
        assertThat(sent).succeedsWithin(TestBroker.LIMIT);
        await("delivery").until(() -> arrived.size() == 1);
        assertThat(test.broker.counters().acknowledged()).isEqualTo(1);
        await("rest").until(test.time.inFlight()::isSettled);
    }

    @Test
    void acknowledgesInOrderWhateverOrderTheListenerAcceptsIn() {
        RawClient client = test.rawConnected("device");
        test.listener.hold();

        client.send(
                RawClient.publishPacket(1, "a", "one"),
                RawClient.publishPacket(2, "a", "two"),
                RawClient.publishPacket(3, "a", "three"));
        await("the listener").until(() -> test.listener.messages.size() == 3);
        test.listener.accept("three");
        test.listener.accept("two");
        test.listener.accept("one");

        assertThat(client.receivePubAcks(3)).containsExactly(1, 2, 3);
    }

    @Test
    void subscribeAndDisconnectDoNotOvertakePublishes() {
        RawClient client = test.rawConnected("device");
        RawClient app = test.rawConnected("app");
        app.subscribe("a", MqttQoS.AT_MOST_ONCE);
        test.listener.hold();

        client.send(
                RawClient.publishPacket(7, "a", "x"),
                RawClient.subscribePacket(8, "b", MqttQoS.AT_MOST_ONCE),
                RawClient.publishPacket(9, "b", "y"),
                MqttMessage.DISCONNECT);
        await("the listener").until(() -> test.listener.messages.size() == 2);
        test.listener.accept("y");
        test.listener.accept("x");

        assertThat(client.receivePubAcks(1)).containsExactly(7);
        client.receive(MqttMessageType.SUBACK);
        assertThat(List.of(typeOf(client.receive()), typeOf(client.receive())))
                .containsExactlyInAnyOrder(MqttMessageType.PUBLISH, MqttMessageType.PUBACK);
        assertThat(client.isClosedByBroker()).isTrue();
        assertThat(RawClient.text(app.receivePublish())).isEqualTo("x");
    }

    @Test
    void packetsThatComeWithTheConnectWaitForItsConnAck() {
        RawClient client = test.raw();

        client.send(
                RawClient.connectPacket("hasty", true),
                RawClient.subscribePacket(1, "a", MqttQoS.AT_MOST_ONCE),
                RawClient.publishPacket(2, "a", "x"));

        client.receive(MqttMessageType.CONNACK);
        client.receive(MqttMessageType.SUBACK);
        assertThat(client.receivePublishesUntilPubAck(2))
                .singleElement()
                .extracting(RawClient::text)
                .isEqualTo("x");
    }

    @Test
    void packetIdThatIsInUseAndDupMeanNothing() {
        test.listener.hold();
        RawClient client = test.rawConnected("device");

        client.send(
                RawClient.publishPacket(7, "a", "one"),
                RawClient.publishPacket(7, "a", "two"),
                new MqttPublishMessage(
                        new MqttFixedHeader(MqttMessageType.PUBLISH, true, MqttQoS.AT_LEAST_ONCE, false, 0),
                        new MqttPublishVariableHeader("a", 7),
                        Unpooled.copiedBuffer("three", StandardCharsets.UTF_8)));
        await("all").until(() -> test.listener.messages.size() == 3);
        test.listener.acceptAll();

        assertThat(client.receivePubAcks(3)).containsExactly(7, 7, 7);
        assertThat(test.listener.payloads()).containsExactly("one", "two", "three");
    }

    @Test
    void pingIsAnsweredWhilePublishesAreHeld() {
        RawClient client = test.rawConnected("device");
        test.listener.hold();

        client.send(RawClient.publishPacket(1, "a", "x"), MqttMessage.PINGREQ);

        client.receive(MqttMessageType.PINGRESP);
        await("the listener").until(() -> test.listener.messages.size() == 1);
        test.listener.accept("x");
        assertThat(client.receivePubAcks(1)).containsExactly(1);
    }

    @Test
    void publishThatTheListenerRejectsIsNotAcknowledgedAndClosesTheConnection() {
        RawClient client = test.rawConnected("device");
        test.listener.hold();

        client.send(RawClient.publishPacket(1, "a", "x"));
        await("the listener").until(() -> test.listener.messages.size() == 1);
        test.listener.reject("x");

        assertThat(client.isClosedByBroker()).isTrue();
        assertThat(test.broker.counters().acknowledged()).isZero();
        await("rest").until(test.time.inFlight()::isSettled);
    }

    @Test
    void listenerThatThrowsHarmsOnlyItsOwnConnection() {
        RawClient client = test.rawConnected("device");
        RawClient other = test.rawConnected("other");
        test.listener.fail(true);

        client.send(RawClient.publishPacket(1, "a", "x"));

        assertThat(client.isClosedByBroker()).isTrue();
        test.listener.fail(false);
        other.send(RawClient.publishPacket(5, "a", "y"));
        assertThat(other.receivePubAcks(1)).containsExactly(5);
    }

    @Test
    void clientSendsAgainWhatWasRejected() {
        Mqtt3AsyncClient client = Mqtt3Client.builder()
                .identifier("device")
                .serverHost("127.0.0.1")
                .serverPort(test.port())
                .automaticReconnect()
                .initialDelay(10, TimeUnit.MILLISECONDS)
                .applyAutomaticReconnect()
                .buildAsync();
        client.connectWith().cleanSession(false).send().join();
        test.listener.fail(true);

        CompletableFuture<Mqtt3Publish> sent = publish(client.toBlocking(), "x");
        await("the listener").until(() -> !test.listener.messages.isEmpty());
        test.listener.fail(false);

        assertThat(sent).succeedsWithin(TestBroker.LIMIT);
        assertThat(test.listener.payloads().size()).isGreaterThanOrEqualTo(2);
        assertThat(test.listener.payloads()).containsOnly("x");
        client.disconnect().join();
    }

    @Test
    void boundedNumberIsWithTheListenerWhileAClientFloods() {
        RawClient client = test.rawConnected("device");
        RawClient other = test.rawConnected("other");
        test.listener.hold();

        IntStream.rangeClosed(1, 1_000).forEach(id -> client.send(RawClient.publishPacket(id, "a", "m" + id)));
        await("the bound").until(() -> test.listener.messages.size() >= 100);

        other.send(MqttMessage.PINGREQ);
        other.receive(MqttMessageType.PINGRESP);
        assertThat(test.listener.messages).hasSize(100);
        test.listener.acceptAll();
        List<Integer> all = IntStream.rangeClosed(1, 1_000).boxed().toList();
        assertThat(client.receivePubAcks(1_000)).isEqualTo(all);
        assertThat(test.listener.payloads())
                .isEqualTo(all.stream().map(id -> "m" + id).toList());
    }

    @Test
    void largePublishesAreBoundedByTheirBytes() {
        RawClient client = test.rawConnected("device");
        test.listener.hold();
        String filler = "x".repeat(100_000);

        Thread sender = new Thread(() ->
                IntStream.rangeClosed(1, 40).forEach(id -> client.send(RawClient.publishPacket(id, "a", id + filler))));
        sender.start();
        await("the bound").until(() -> test.listener.messages.size() >= 11);

        assertThat(test.listener.messages).hasSize(11);
        test.listener.acceptAll();
        assertThat(client.receivePubAcks(40)).hasSize(40);
    }

    @Test
    void publishesReadBeforeTheConnectionBrokeStillArrive() {
        RawClient client = test.rawConnected("device");
        test.listener.hold();

        client.send(
                RawClient.publishPacket(0, "a", "x".getBytes(StandardCharsets.UTF_8), MqttQoS.AT_MOST_ONCE),
                RawClient.publishPacket(0, "a", "y".getBytes(StandardCharsets.UTF_8), MqttQoS.AT_MOST_ONCE));
        await("the listener").until(() -> test.listener.messages.size() == 2);
        Queue<Mqtt3Publish> arrived = TestBroker.collect(test.connect("app"), "a", MqttQos.AT_MOST_ONCE);
        client.close();
        await("the end of the connection").until(() -> test.broker.counters().connections() == 1);
        test.listener.acceptAll();

        await("deliveries").until(() -> arrived.size() == 2);
        assertThat(TestBroker.texts(arrived)).containsExactly("x", "y");
        await("rest").until(test.time.inFlight()::isSettled);
    }

    private static MqttMessageType typeOf(@Nullable MqttMessage packet) {
        return Objects.requireNonNull(packet).fixedHeader().messageType();
    }

    private static CompletableFuture<Mqtt3Publish> publish(Mqtt3BlockingClient client, String payload) {
        return client.toAsync()
                .publishWith()
                .topic("a")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send();
    }
}
