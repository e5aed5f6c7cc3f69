package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client of MQTT 5 is told before its connection is closed. */
class Mqtt5RefusalTest {
    private final TestBroker test = new TestBroker();
    private final LogLines log = new LogLines();

    @AfterEach
    void close() {
        test.close();
        log.close();
    }

    private RawClient connected(MqttProperties.MqttProperty<?>... properties) {
        RawClient client = test.raw();
        client.connect(RawClient.connectPacket5("device", true, properties));
        return client;
    }

    private static MqttMessage publish(String topic, int packetId, MqttQoS qos, int alias, int bytes) {
        MqttProperties properties = new MqttProperties();
        if (alias >= 0) {
            properties.add(RawClient.number(MqttPropertyType.TOPIC_ALIAS, alias));
        }
        return MqttMessageBuilders.publish()
                .messageId(packetId)
                .topicName(topic)
                .qos(qos)
                .properties(properties)
                .payload(Unpooled.wrappedBuffer(new byte[bytes]))
                .build();
    }

    @ParameterizedTest(name = "{0} bytes QoS {1} on {2} alias {3}: {4}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "1, 2, a, -1, 0x9B",
                "1, 1, a/b/c/d/e/f/g/h/i, -1, 0x90",
                "1, 0, $aws/nothing, -1, 0x90",
                "131073, 1, a, -1, 0x95",
                "150000, 1, a, -1, 0x95",
                "1, 1, a, 0, 0x94",
                "1, 1, a, 9, 0x94",
                "1, 1, ``, 3, 0x94",
                "1, 1, ``, -1, 0x82"
            })
    void publishEndsWithItsReason(int bytes, int qos, String topic, int alias, String code) {
        RawClient client = connected();

        client.send(publish(topic, 1, MqttQoS.valueOf(qos), alias, bytes));

        assertThat(client.receiveDisconnect()).isEqualTo(Integer.decode(code));
        assertThat(test.listener.messages).isEmpty();
        assertThat(log.warnings()).anyMatch(line -> line.contains("client device"));
    }

    @Test
    void wildcardInATopicEndsWithTopicNameInvalid() {
        RawClient client = connected();

        client.sendBytes(new byte[] {0x30, 7, 0, 3, 'a', '/', '+', 0, 'x'});

        assertThat(client.receiveDisconnect()).isEqualTo(0x90);
    }

    @Test
    void topicAliasStandsForItsTopicUntilItIsGivenAnother() {
        RawClient client = connected();

        client.send(
                publish("one", 1, MqttQoS.AT_LEAST_ONCE, 8, 0),
                publish("", 2, MqttQoS.AT_LEAST_ONCE, 8, 0),
                publish("two", 3, MqttQoS.AT_LEAST_ONCE, 8, 0),
                publish("", 4, MqttQoS.AT_LEAST_ONCE, 8, 0));
        client.receivePubAcks(4);

        assertThat(test.listener.messages)
                .extracting(PublishedMessage::topic)
                .containsExactly("one", "one", "two", "two");
    }

    @Test
    void publishByTheAliasOfAReservedTopicIsRefusedAsByItsName() {
        RawClient client = connected();

        client.send(
                publish("$aws/nothing", 1, MqttQoS.AT_LEAST_ONCE, 8, 0), publish("", 2, MqttQoS.AT_LEAST_ONCE, 8, 0));

        assertThat(client.receivePubAcks(2)).containsExactly(1, 2);
    }

    @Test
    void clientThatIgnoresReceiveMaximumIsEnded() {
        RawClient client = connected();
        test.listener.hold();

        IntStream.rangeClosed(1, 101).forEach(id -> client.send(publish("a", id, MqttQoS.AT_LEAST_ONCE, -1, 1)));

        assertThat(client.receiveDisconnect()).isEqualTo(0x93);
    }

    @Test
    void authIsAProtocolError() {
        RawClient client = connected();

        client.send(new MqttMessage(
                new MqttFixedHeader(MqttMessageType.AUTH, false, MqttQoS.AT_MOST_ONCE, false, 0),
                new MqttReasonCodeAndPropertiesVariableHeader((byte) 0x18, MqttProperties.NO_PROPERTIES)));

        assertThat(client.receiveDisconnect()).isEqualTo(0x82);
    }

    @ParameterizedTest
    @EnumSource(names = {"PUBREC", "PUBREL", "PUBCOMP"})
    void packetOfQos2IsAProtocolError(MqttMessageType type) {
        RawClient client = connected();
        MqttQoS flags = type == MqttMessageType.PUBREL ? MqttQoS.AT_LEAST_ONCE : MqttQoS.AT_MOST_ONCE;

        client.send(new MqttMessage(
                new MqttFixedHeader(type, false, flags, false, 2), MqttMessageIdVariableHeader.from(1)));

        assertThat(client.receiveDisconnect()).isEqualTo(0x82);
    }

    @Test
    void messageToAReservedTopicCannotBeRetained() {
        RawClient client = connected();

        client.send(MqttMessageBuilders.publish()
                .messageId(1)
                .topicName("$aws/things/pump/shadow/get")
                .qos(MqttQoS.AT_LEAST_ONCE)
                .retained(true)
                .payload(Unpooled.EMPTY_BUFFER)
                .build());

        MqttMessage answer = client.receive(MqttMessageType.PUBACK);
        assertThat(((MqttPubReplyMessageVariableHeader) answer.variableHeader()).reasonCode() & 0xFF)
                .isEqualTo(0x90);
    }

    @Test
    void clientThatWantsNoReasonsIsToldTheCodeOnly() {
        RawClient client = connected(RawClient.number(MqttPropertyType.REQUEST_PROBLEM_INFORMATION, 0));

        client.send(publish("$aws/things/pump/nothing", 1, MqttQoS.AT_LEAST_ONCE, -1, 1));

        MqttPubReplyMessageVariableHeader answer = (MqttPubReplyMessageVariableHeader)
                client.receive(MqttMessageType.PUBACK).variableHeader();
        assertThat(answer.reasonCode() & 0xFF).isEqualTo(0x90);
        assertThat(answer.properties().listAll()).isEmpty();
    }

    @Test
    void groupCannotHaveNoLocal() {
        RawClient client = connected();

        client.send(MqttMessageBuilders.subscribe()
                .messageId(1)
                .addSubscription(
                        "$share/g/a",
                        new MqttSubscriptionOption(
                                MqttQoS.AT_LEAST_ONCE,
                                true,
                                false,
                                MqttSubscriptionOption.RetainedHandlingPolicy.SEND_AT_SUBSCRIBE))
                .build());

        assertThat(client.receiveDisconnect()).isEqualTo(0x82);
    }

    @Test
    void secondConnectIsAProtocolError() {
        RawClient client = connected();

        client.send(RawClient.connectPacket5("device", true));

        assertThat(client.receiveDisconnect()).isEqualTo(0x82);
        assertThat(log.warnings()).anyMatch(line -> line.endsWith("it sent CONNECT for the second time"));
    }

    @Test
    void subscriptionIdentifierIsNotSupported() {
        RawClient client = connected();

        client.send(MqttMessageBuilders.subscribe()
                .messageId(1)
                .properties(one(RawClient.number(MqttPropertyType.SUBSCRIPTION_IDENTIFIER, 7)))
                .addSubscription(MqttQoS.AT_MOST_ONCE, "a")
                .build());

        assertThat(client.receiveDisconnect()).isEqualTo(0xA1);
    }

    @Test
    void subscriptionWithQos2IsNotSupported() {
        RawClient client = connected();

        client.send(RawClient.subscribePacket(1, "a", MqttQoS.EXACTLY_ONCE));

        assertThat(client.receiveDisconnect()).isEqualTo(0x9B);
    }

    @Test
    void takeoverIsToldToTheOldConnection() {
        RawClient old = connected();

        RawClient fresh = connected();

        assertThat(old.receiveDisconnect()).isEqualTo(0x8E);
        fresh.send(publish("a", 1, MqttQoS.AT_LEAST_ONCE, -1, 1));
        assertThat(fresh.receivePubAcks(1)).containsExactly(1);
        await("one connection").until(() -> test.broker.counters().connections() == 1);
    }

    @Test
    void endOfTheBrokerIsTold() {
        RawClient client = connected();

        test.broker.close();

        assertThat(client.receiveDisconnect()).isEqualTo(0x8B);
    }

    @Test
    void silenceIsToldAsKeepAliveTimeout() {
        RawClient client = test.raw();
        client.connect(MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId("silent")
                .cleanSession(true)
                .keepAlive(1)
                .build());

        assertThat(client.receiveDisconnect()).isEqualTo(0x8D);
    }

    @Test
    void sessionCannotBeginWithItsGoodbye() {
        RawClient client = connected();

        client.send(new MqttMessage(
                new MqttFixedHeader(MqttMessageType.DISCONNECT, false, MqttQoS.AT_MOST_ONCE, false, 0),
                new MqttReasonCodeAndPropertiesVariableHeader(
                        (byte) 0, one(RawClient.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, 60)))));

        assertThat(client.receiveDisconnect()).isEqualTo(0x82);
    }

    @Test
    void messageThatRulesDoNotTakeIsNotAcknowledged() {
        RawClient client = connected();
        test.listener.fail(true);

        client.send(publish("a", 1, MqttQoS.AT_LEAST_ONCE, -1, 1));

        assertThat(client.receiveDisconnect()).isEqualTo(0x80);
    }

    @Test
    void packetLongerThanTheClientTakesIsNotSent() {
        RawClient app = test.raw();
        app.connect(RawClient.connectPacket5("app", true, RawClient.number(MqttPropertyType.MAXIMUM_PACKET_SIZE, 64)));
        app.subscribe("a", MqttQoS.AT_LEAST_ONCE);
        RawClient device = connected();

        // fixed header 2, topic 3, packet id 2, properties 1: 56 bytes of payload make 64
        device.send(publish("a", 1, MqttQoS.AT_LEAST_ONCE, -1, 57), publish("a", 2, MqttQoS.AT_LEAST_ONCE, -1, 56));
        device.receivePubAcks(2);

        MqttPublishMessage arrived = app.receivePublish();
        assertThat(arrived.payload().readableBytes()).isEqualTo(56);
        assertThat(log.warnings()).anyMatch(line -> line.contains("client app") && line.contains("64 bytes"));
    }

    @Test
    void noMoreThanTheReceiveMaximumOfTheClientIsInFlight() {
        RawClient app = test.raw();
        app.connect(RawClient.connectPacket5("app", true, RawClient.number(MqttPropertyType.RECEIVE_MAXIMUM, 2)));
        app.subscribe("a", MqttQoS.AT_LEAST_ONCE);
        RawClient device = connected();

        IntStream.rangeClosed(1, 5).forEach(id -> device.send(publish("a", id, MqttQoS.AT_LEAST_ONCE, -1, 1)));
        device.receivePubAcks(5);
        List<Integer> first = List.of(app.receivePublish(), app.receivePublish()).stream()
                .map(Mqtt5RefusalTest::id)
                .toList();
        app.send(MqttMessage.PINGREQ);
        app.receive(MqttMessageType.PINGRESP);
        first.forEach(id -> app.send(RawClient.pubAck(id)));

        assertThat(app.receivePublish().payload().readableBytes()).isEqualTo(1);
        assertThat(app.receivePublish().payload().readableBytes()).isEqualTo(1);
    }

    private static int id(MqttPublishMessage publish) {
        return publish.variableHeader().packetId();
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @CsvSource({
        "RECEIVE_MAXIMUM, 0, CONNECTION_REFUSED_PROTOCOL_ERROR",
        "MAXIMUM_PACKET_SIZE, 0, CONNECTION_REFUSED_PROTOCOL_ERROR"
    })
    void connectWithSuchAPropertyIsRefused(MqttPropertyType type, int value, MqttConnectReturnCode code) {
        RawClient client = test.raw();

        client.send(RawClient.connectPacket5("device", true, RawClient.number(type, value)));

        assertThat(refusal(client)).isEqualTo(code);
        assertThat(client.isClosedByBroker()).isTrue();
    }

    @ParameterizedTest(name = "QoS {0} on {1} with {2} bytes: {3}")
    @CsvSource({
        "2, will, 1, CONNECTION_REFUSED_QOS_NOT_SUPPORTED",
        "1, $aws/x, 1, CONNECTION_REFUSED_TOPIC_NAME_INVALID",
        "1, a/b/c/d/e/f/g/h/i, 1, CONNECTION_REFUSED_TOPIC_NAME_INVALID"
    })
    void willThatAwsDoesNotTakeIsRefused(int qos, String topic, int bytes, MqttConnectReturnCode code) {
        RawClient client = test.raw();

        client.send(MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId("device")
                .cleanSession(true)
                .willFlag(true)
                .willQoS(MqttQoS.valueOf(qos))
                .willTopic(topic)
                .willMessage("x".repeat(bytes).getBytes(StandardCharsets.UTF_8))
                .build());

        assertThat(refusal(client)).isEqualTo(code);
    }

    @Test
    void reservedClientIdIsRefused() {
        RawClient client = test.raw();

        client.send(RawClient.connectPacket5("$x", true));

        assertThat(refusal(client)).isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID);
    }

    private static MqttConnectReturnCode refusal(RawClient client) {
        MqttConnAckMessage answer = (MqttConnAckMessage) Objects.requireNonNull(client.receive());
        return answer.variableHeader().connectReturnCode();
    }

    private static MqttProperties one(MqttProperties.MqttProperty<?> property) {
        MqttProperties properties = new MqttProperties();
        properties.add(property);
        return properties;
    }
}
