package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.data.Bytes;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
    private final TestBroker test = new TestBroker();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void persistentSessionKeepsQos1ForAnAbsentSubscriber() throws Exception {
        subscribeAndLeave("app", "a/#");

        publish("a/0", "lost", 0);
        publish("a/1", "one", 1);
        publish("a/2", "two", 1);
        RawClient back = test.raw();
        boolean present = back.connect("app", false).variableHeader().isSessionPresent();

        assertThat(present).isTrue();
        assertThat(RawClient.text(back.receivePublish())).isEqualTo("one");
        assertThat(RawClient.text(back.receivePublish())).isEqualTo("two");
    }

    /** Its new connection is on another loop than the old one, whose DISCONNECT may be read later. */
    @Test
    void goodbyeCountsBeforeTheConnectThatFollowsAtOnce() {
        RawClient watcher = test.rawConnected("watcher");
        watcher.subscribe("will", MqttQoS.AT_MOST_ONCE);

        for (int i = 0; i < 200; i++) {
            RawClient polite = test.raw();
            polite.connect(MqttMessageBuilders.connect()
                    .protocolVersion(MqttVersion.MQTT_3_1_1)
                    .clientId("hasty")
                    .cleanSession(true)
                    .keepAlive(60)
                    .willFlag(true)
                    .willTopic("will")
                    .willMessage("lost".getBytes(StandardCharsets.UTF_8))
                    .build());
            polite.send(MqttMessage.DISCONNECT);
            polite.close();
        }
        test.rawConnected("hasty").send(RawClient.publishPacket(1, "will", "end"));

        assertThat(RawClient.text(watcher.receivePublish())).isEqualTo("end");
    }

    @Test
    void messageThatWasNotAcknowledgedSurvivesTheNextOne() throws Exception {
        RawClient first = persistent("app", "a");
        publish("a", "old", 1);
        assertThat(RawClient.text(first.receivePublish())).isEqualTo("old");
        first.close();
        awaitConnections(0);

        publish("a", "new", 1);
        RawClient back = test.raw();
        back.connect("app", false);

        MqttPublishMessage again = back.receivePublish();
        MqttPublishMessage next = back.receivePublish();
        assertThat(List.of(RawClient.text(again), RawClient.text(next))).containsExactly("old", "new");
        assertThat(again.variableHeader().packetId())
                .isNotEqualTo(next.variableHeader().packetId());
        back.send(
                RawClient.pubAck(again.variableHeader().packetId()),
                RawClient.pubAck(next.variableHeader().packetId()));
        publish("a", "third", 1);
        assertThat(RawClient.text(back.receivePublish())).isEqualTo("third");
    }

    @Test
    void moreThanAWindowOfMessagesArrivesAsTheyAreAcknowledged() throws Exception {
        RawClient client = persistent("app", "a");
        List<String> sent = IntStream.range(0, 35).mapToObj(Integer::toString).toList();

        for (String payload : sent) {
            publish("a", payload, 1);
        }

        for (String payload : sent) {
            MqttPublishMessage arrived = client.receivePublish();
            assertThat(RawClient.text(arrived)).isEqualTo(payload);
            client.send(RawClient.pubAck(arrived.variableHeader().packetId()));
        }
    }

    @Test
    void sessionExpiresByThePipelinesClockWithItsSubscriptionsAndMessages() throws Exception {
        subscribeAndLeave("app", "a");
        publish("a", "stale", 1);

        test.time.advance(Duration.ofMinutes(61));
        RawClient back = test.raw();
        boolean present = back.connect("app", false).variableHeader().isSessionPresent();
        publish("a", "not subscribed", 1);
        back.subscribe("b", MqttQoS.AT_LEAST_ONCE);
        publish("b", "fresh", 1);

        assertThat(present).isFalse();
        assertThat(RawClient.text(back.receivePublish())).isEqualTo("fresh");
    }

    /** Its hour begins before the connection is not counted any more: whoever moves the clock then moves it too. */
    @Test
    void sessionIsLeftWhenItsConnectionIsNotCountedAnyMore() {
        boolean present = false;

        for (int i = 0; i < 100; i++) {
            RawClient client = test.raw();
            client.connect("app", false);
            client.close();
            awaitConnections(0);
            test.time.advance(Duration.ofMinutes(61));
            RawClient back = test.raw();
            present |= back.connect("app", false).variableHeader().isSessionPresent();
            back.close();
            awaitConnections(0);
            test.time.advance(Duration.ofMinutes(61));
        }

        assertThat(present).isFalse();
    }

    @Test
    void sessionThatCameBackInTimeDoesNotExpire() throws Exception {
        subscribeAndLeave("app", "a");

        test.time.advance(Duration.ofMinutes(59));
        RawClient back = test.raw();
        back.connect("app", false);
        test.time.advance(Duration.ofMinutes(59));
        publish("a", "x", 1);

        assertThat(RawClient.text(back.receivePublish())).isEqualTo("x");
    }

    @Test
    void cleanConnectEndsThePersistentSession() throws Exception {
        subscribeAndLeave("app", "a");
        publish("a", "stale", 1);

        RawClient clean = test.raw();
        clean.connect("app", true);
        clean.close();
        awaitConnections(0);
        RawClient back = test.raw();
        boolean present = back.connect("app", false).variableHeader().isSessionPresent();
        back.send(RawClient.publishPacket(1, "a", "x"));

        assertThat(present).isFalse();
        assertThat(back.receivePubAcks(1)).containsExactly(1);
    }

    /** AWS gives up after an hour. */
    @Test
    void messageIsSentAgainAsLongAsTheSessionLives() throws Exception {
        RawClient client = persistent("app", "a");
        publish("a", "x", 1);
        client.receivePublish();

        test.time.advance(Duration.ofHours(2));
        client.close();
        awaitConnections(0);
        RawClient back = test.raw();
        back.connect("app", false);

        assertThat(RawClient.text(back.receivePublish())).isEqualTo("x");
    }

    @ParameterizedTest(name = "clean {0}")
    @ValueSource(booleans = {true, false})
    void newConnectionTakesOverTheClientId(boolean clean) {
        RawClient old = test.raw();
        old.connect("device", clean);

        RawClient fresh = test.raw();
        fresh.connect("device", clean);

        assertThat(old.isClosedByBroker()).isTrue();
        fresh.send(RawClient.publishPacket(1, "a", "x"));
        assertThat(fresh.receivePubAcks(1)).containsExactly(1);
        awaitConnections(1);
    }

    @Test
    void takeoversInQuickSuccessionLeaveTheLastOneConnected() throws Exception {
        RawClient last = persistent("device", "a");

        for (int i = 0; i < 200; i++) {
            last = test.raw();
            last.connect("device", false);
        }
        publish("a", "x", 1);

        assertThat(RawClient.text(last.receivePublish())).isEqualTo("x");
        awaitConnections(1);
    }

    @Test
    void takeoverOfAPersistentSessionKeepsItsSubscriptions() throws Exception {
        RawClient old = persistent("app", "a");

        RawClient fresh = test.raw();
        boolean present = fresh.connect("app", false).variableHeader().isSessionPresent();
        publish("a", "x", 1);

        assertThat(present).isTrue();
        assertThat(RawClient.text(fresh.receivePublish())).isEqualTo("x");
        assertThat(old.isClosedByBroker()).isTrue();
    }

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource({
        "a/#, a, false",
        "a/#, a/, true",
        "a/#, a/b/c, true",
        "#, a, true",
        "+/+, /x, true",
        "a/+, a, false",
        "a/+, a/b/c, false",
        "+/b, a/b, true"
    })
    void matchesAsAwsDoes(String filter, String topic, boolean arrives) {
        RawClient client = test.rawConnected("device");
        client.subscribe(filter, MqttQoS.AT_MOST_ONCE);

        client.send(RawClient.publishPacket(1, topic, "x"), RawClient.publishPacket(2, "fence/-/-", ""));

        assertThat(client.receivePublishesUntilPubAck(2))
                .filteredOn(publish -> RawClient.text(publish).equals("x"))
                .hasSize(arrives ? 1 : 0);
    }

    @Test
    void clientIdWhoseHashIsTheSmallestIntegerWorks() {
        String id = "polygenelubricants";

        RawClient client = test.rawConnected(id);
        client.subscribe("a", MqttQoS.AT_MOST_ONCE);
        client.send(RawClient.publishPacket(0, "a", new byte[] {'x'}, MqttQoS.AT_MOST_ONCE));

        assertThat(id.hashCode()).isEqualTo(Integer.MIN_VALUE);
        assertThat(RawClient.text(client.receivePublish())).isEqualTo("x");
    }

    @Test
    void silentClientIsClosedButNotOneThatTheBrokerDoesNotRead() {
        RawClient held = test.raw();
        held.connect(shortKeepAlive("held"));
        test.listener.hold();
        IntStream.rangeClosed(1, 300).forEach(id -> held.send(RawClient.publishPacket(id, "a", "m" + id)));
        await("the bound").until(() -> test.listener.messages.size() == 100);
        RawClient silent = test.raw();
        silent.connect(shortKeepAlive("silent"));

        boolean silentClosed = silent.isClosedByBroker();
        test.listener.acceptAll();

        assertThat(silentClosed).isTrue();
        assertThat(held.receivePubAcks(300)).hasSize(300);
    }

    private static MqttMessage shortKeepAlive(String id) {
        return MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_3_1_1)
                .clientId(id)
                .cleanSession(true)
                .keepAlive(2)
                .build();
    }

    private RawClient persistent(String id, String filter) {
        RawClient client = test.raw();
        client.connect(id, false);
        client.subscribe(filter, MqttQoS.AT_LEAST_ONCE);
        return client;
    }

    private void subscribeAndLeave(String id, String filter) {
        RawClient client = persistent(id, filter);
        client.send(MqttMessage.DISCONNECT);
        assertThat(client.isClosedByBroker()).isTrue();
        awaitConnections(0);
    }

    private void awaitConnections(int count) {
        await("%d connections".formatted(count))
                .until(() -> test.broker.counters().connections() == count);
    }

    private void publish(String topic, String payload, int qos) throws Exception {
        test.broker
                .publish(topic, Bytes.utf8(payload), qos, "N/A")
                .toCompletableFuture()
                .get(TestBroker.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
