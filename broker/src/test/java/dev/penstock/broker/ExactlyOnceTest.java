package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.broker.policy.Action;
import dev.penstock.broker.policy.Authorizer;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The handshake of QoS 2 towards the broker, with {@code broker.qos2: downgrade}, packet by packet. */
class ExactlyOnceTest {
    private final TestBroker test = broker(Authorizer.OPEN);

    private static TestBroker broker(Authorizer authorizer) {
        return new TestBroker(authorizer, settings -> settings.withQos2(Qos2.DOWNGRADE));
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static MqttMessage connect(boolean isMqtt5, boolean clean) {
        return isMqtt5
                ? RawClient.connectPacket5(
                        "device", clean, RawClient.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, 600))
                : RawClient.connectPacket("device", clean);
    }

    private RawClient connected(boolean isMqtt5, boolean clean) {
        RawClient client = test.raw();
        client.connect(connect(isMqtt5, clean));
        return client;
    }

    private static MqttMessage publish(int packetId, String text) {
        return RawClient.publishPacket(packetId, "a", text.getBytes(StandardCharsets.UTF_8), MqttQoS.EXACTLY_ONCE);
    }

    private static int code(MqttMessage packet) {
        if (packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader end) {
            return end.reasonCode() & 0xFF;
        }
        return packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader header
                ? header.reasonCode() & 0xFF
                : 0;
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void publishIsAnsweredOnceTheRulesHaveAcceptedIt(boolean isMqtt5) {
        RawClient client = connected(isMqtt5, true);
        test.listener.hold();

        client.send(publish(7, "x"), MqttMessage.PINGREQ);
        client.receive(MqttMessageType.PINGRESP);
        await("arrival").until(() -> test.listener.messages.size() == 1);
        test.listener.accept("x");

        assertThat(client.receiveId(MqttMessageType.PUBREC)).isEqualTo(7);
        client.send(RawClient.pubRel(7));
        assertThat(client.receiveId(MqttMessageType.PUBCOMP)).isEqualTo(7);
        assertThat(test.broker.counters()).isEqualTo(new BrokerCounters(1, 1, 1, 0));
        await("rest").until(test.time.inFlight()::isSettled);
    }

    @Test
    void messageThatComesAgainBeforeItsReleaseIsAnsweredAndNotHandledAgain() {
        RawClient client = connected(false, true);

        client.send(publish(7, "x"), publish(7, "x"), publish(8, "y"), publish(7, "x"));

        List<Integer> answered = new ArrayList<>();
        IntStream.range(0, 4).forEach(i -> answered.add(client.receiveId(MqttMessageType.PUBREC)));
        assertThat(answered).containsExactly(7, 7, 8, 7);
        assertThat(test.listener.payloads()).containsExactly("x", "y");
    }

    @Test
    void releasedIdIsOfANewMessage() {
        RawClient client = connected(false, true);

        client.send(publish(7, "x"), RawClient.pubRel(7), publish(7, "y"));

        assertThat(client.receiveId(MqttMessageType.PUBREC)).isEqualTo(7);
        assertThat(client.receiveId(MqttMessageType.PUBCOMP)).isEqualTo(7);
        assertThat(client.receiveId(MqttMessageType.PUBREC)).isEqualTo(7);
        assertThat(test.listener.payloads()).containsExactly("x", "y");
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void handshakeGoesOnAfterAReconnect(boolean isMqtt5) {
        RawClient first = connected(isMqtt5, false);
        first.send(publish(7, "x"));
        first.receive(MqttMessageType.PUBREC);
        first.close();

        RawClient second = test.raw();
        MqttConnAckMessage answer = second.connect(connect(isMqtt5, false));
        second.send(publish(7, "x"), RawClient.pubRel(7), publish(7, "y"));

        assertThat(answer.variableHeader().isSessionPresent()).isTrue();
        assertThat(second.receiveId(MqttMessageType.PUBREC)).isEqualTo(7);
        assertThat(code(second.receive(MqttMessageType.PUBCOMP))).isZero();
        assertThat(second.receiveId(MqttMessageType.PUBREC)).isEqualTo(7);
        assertThat(test.listener.payloads()).containsExactly("x", "y");
    }

    /** In one write with the CONNECT: whether the session has the message is not known when the packets are read. */
    @Test
    void messageThatFollowsItsConnectAtOnceIsNotHandledAgain() {
        RawClient first = connected(false, false);
        first.send(publish(7, "x"));
        first.receive(MqttMessageType.PUBREC);

        RawClient second = test.raw();
        second.send(connect(false, false), publish(7, "x"), publish(8, "y"));

        second.receive(MqttMessageType.CONNACK);
        assertThat(second.receiveId(MqttMessageType.PUBREC)).isEqualTo(7);
        assertThat(second.receiveId(MqttMessageType.PUBREC)).isEqualTo(8);
        assertThat(test.listener.payloads()).containsExactly("x", "y");
    }

    @Test
    void messageThatIsStillWithTheRulesIsAnsweredToTheConnectionThatSendsItAgain() {
        RawClient first = connected(false, false);
        test.listener.hold();
        first.send(publish(7, "x"));
        await("arrival").until(() -> test.listener.messages.size() == 1);
        first.close();
        RawClient second = connected(false, false);

        second.send(publish(7, "x"), MqttMessage.PINGREQ);
        second.receive(MqttMessageType.PINGRESP);
        test.listener.accept("x");

        assertThat(second.receiveId(MqttMessageType.PUBREC)).isEqualTo(7);
        assertThat(test.listener.payloads()).containsExactly("x");
    }

    @Test
    void messageThatTheRulesDidNotAcceptIsHandledWhenItComesAgain() {
        RawClient first = connected(false, false);
        test.listener.fail(true);
        first.send(publish(7, "x"));
        assertThat(first.isClosedByBroker()).isTrue();
        test.listener.fail(false);

        RawClient second = connected(false, false);
        second.send(publish(7, "x"));

        assertThat(second.receiveId(MqttMessageType.PUBREC)).isEqualTo(7);
        assertThat(test.listener.payloads()).containsExactly("x", "x");
    }

    @Test
    void newSessionKnowsNoMessageOfTheOldOne() {
        RawClient first = connected(false, false);
        first.send(publish(7, "x"));
        first.receive(MqttMessageType.PUBREC);

        RawClient second = connected(false, true);
        second.send(publish(7, "y"));

        assertThat(second.receiveId(MqttMessageType.PUBREC)).isEqualTo(7);
        assertThat(test.listener.payloads()).containsExactly("x", "y");
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void releaseOfAMessageThatIsNotHereIsAnsweredToo(boolean isMqtt5) {
        RawClient client = connected(isMqtt5, true);

        client.send(RawClient.pubRel(9));

        MqttMessage answer = client.receive(MqttMessageType.PUBCOMP);
        assertThat(code(answer)).isEqualTo(isMqtt5 ? 0x92 : 0);
    }

    @Test
    void messagesThatAreNotReleasedCountInReceiveMaximum() {
        RawClient client = connected(true, true);
        for (int id = 1; id <= 100; id++) {
            client.send(publish(id, "x"));
            client.receive(MqttMessageType.PUBREC);
        }
        client.send(publish(100, "x"), RawClient.pubRel(1));
        client.receive(MqttMessageType.PUBREC);
        client.receive(MqttMessageType.PUBCOMP);

        client.send(publish(101, "x"));
        client.receive(MqttMessageType.PUBREC);
        client.send(RawClient.publishPacket(102, "a", "x"));

        assertThat(client.receiveDisconnect()).isEqualTo(0x93);
    }

    /** A close while it goes on sending would reset the connection, and it would not see the reason. */
    @Test
    void clientThatGoesOnSendingAboveReceiveMaximumSeesWhyItIsEnded() {
        RawClient client = connected(true, true);

        client.send(
                IntStream.rangeClosed(1, 101).mapToObj(id -> publish(id, "x")).toArray(MqttMessage[]::new));
        MqttMessage last = client.receive();
        for (int id = 1; last != null && last.fixedHeader().messageType() != MqttMessageType.DISCONNECT; id++) {
            client.send(RawClient.pubRel(id)); // how many get their PUBREC before depends on the rules
            last = client.receive();
        }

        assertThat(code(requireNonNull(last, "the end came without a DISCONNECT")))
                .isEqualTo(0x93);
    }

    @Test
    void clientOfMqtt311MayReleaseAsManyAsItLikesLater() {
        RawClient client = connected(false, true);
        for (int id = 1; id <= 1_000; id++) {
            client.send(publish(id, "x"));
            client.receive(MqttMessageType.PUBREC);
        }

        client.send(publish(1, "x"), RawClient.pubRel(1_000));

        assertThat(client.receiveId(MqttMessageType.PUBREC)).isEqualTo(1);
        assertThat(client.receiveId(MqttMessageType.PUBCOMP)).isEqualTo(1_000);
        assertThat(test.listener.messages).hasSize(1_000);
    }

    @Test
    void slowRulesHoldBackAClientThatFloods() {
        RawClient client = connected(false, true);
        test.listener.hold();

        client.send(IntStream.rangeClosed(1, 500)
                .mapToObj(id -> publish(id, "m" + id))
                .toArray(MqttMessage[]::new));
        await("what is under way").until(() -> test.listener.messages.size() == 100);
        test.listener.acceptAll();

        List<Integer> answered = new ArrayList<>();
        IntStream.rangeClosed(1, 500).forEach(i -> answered.add(client.receiveId(MqttMessageType.PUBREC)));
        assertThat(answered).isEqualTo(IntStream.rangeClosed(1, 500).boxed().toList());
        assertThat(test.listener.messages).hasSize(500);
    }

    @Test
    void deniedPublishOfMqtt5EndsWithItsPubRec() {
        ListedAuthorizer authorizer = new ListedAuthorizer();
        authorizer.deny(Action.PUBLISH, "a");
        try (TestBroker denying = broker(authorizer)) {
            RawClient client = denying.raw();
            client.connect(connect(true, true));

            client.send(publish(7, "x"), publish(7, "x"));

            assertThat(code(client.receive(MqttMessageType.PUBREC)))
                    .isEqualTo(MqttReasonCodes.PubRec.NOT_AUTHORIZED.byteValue() & 0xFF);
            client.receive(MqttMessageType.PUBREC);
            assertThat(denying.listener.messages).isEmpty();
        }
    }

    @Test
    void releaseWithOtherFlagsThanItMustHaveIsMalformed() {
        RawClient client = connected(true, true);

        client.sendBytes(new byte[] {0x60, 2, 0, 1});

        assertThat(client.receiveDisconnect()).isEqualTo(0x81);
    }
}
