package dev.penstock.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lengths and numbers, each at its limit and one above it. */
class LimitsTest {
    private static final int TOPIC_FILTER_INVALID = 0x8F;

    private final TestBroker test = new TestBroker();

    @AfterEach
    void close() {
        test.close();
    }

    private RawClient connected(boolean isMqtt5) {
        RawClient client = test.raw();
        client.connect(isMqtt5 ? RawClient.connectPacket5("device", true) : RawClient.connectPacket("device", true));
        return client;
    }

    private void assertGranted(String filter, boolean granted) {
        RawClient modern = connected(true);
        modern.send(RawClient.subscribePacket(1, filter, MqttQoS.AT_LEAST_ONCE));
        MqttSubAckMessage answer = (MqttSubAckMessage) modern.receive(MqttMessageType.SUBACK);
        assertThat(answer.payload().reasonCodes()).containsExactly(granted ? 1 : TOPIC_FILTER_INVALID);

        RawClient old = connected(false);
        old.send(RawClient.subscribePacket(1, filter, MqttQoS.AT_LEAST_ONCE));
        assertThat(old.receive() == null).isEqualTo(!granted);
    }

    @ParameterizedTest(name = "{0} bytes: granted {1}")
    @CsvSource({"256, true", "257, false"})
    void filterHasAtMost256Bytes(int bytes, boolean granted) {
        assertGranted("\u00E4".repeat(bytes / 2) + "a".repeat(bytes % 2), granted);
    }

    @ParameterizedTest(name = "{0}: granted {1}")
    @CsvSource({"a/b/c/d/e/f/g/h, true", "a/b/c/d/e/f/g/h/i, false", "+/+/+/+/+/+/+/#, true", "+/+/+/+/+/+/+/+/#, false"
    })
    void filterHasAtMostSevenSlashes(String filter, boolean granted) {
        assertGranted(filter, granted);
        assertGranted("$share/group/" + filter, granted);
    }

    @ParameterizedTest(name = "{0} bytes: granted {1}")
    @CsvSource({"256, true", "257, false"})
    void filterOfAGroupHasAtMost256BytesOfItsOwn(int bytes, boolean granted) {
        assertGranted("$share/" + "g".repeat(128) + "/" + "a".repeat(bytes), granted);
    }

    @ParameterizedTest(name = "{0} characters: granted {1}")
    @CsvSource({"1, true", "128, true", "129, false", "0, false"})
    void groupHasAtMost128Characters(int characters, boolean granted) {
        assertGranted("$share/" + "\u00E4".repeat(characters) + "/a", granted);
    }

    @ParameterizedTest(name = "{0} bytes, {1} slashes: taken {2}")
    @CsvSource({"256, 7, true", "257, 7, false", "256, 8, false"})
    void topicBehindARuleHasLimitsOfItsOwn(int bytes, int slashes, boolean taken) {
        RawClient client = connected(false);

        client.send(RawClient.publishPacket(
                1, "$aws/rules/some_rule/" + "/".repeat(slashes) + "a".repeat(bytes - slashes), "x"));

        assertThat(client.receive() == null).isEqualTo(!taken);
    }

    @ParameterizedTest(name = "{0} bytes: {1}")
    @CsvSource({"128, true", "129, false"})
    void clientIdIsMeasuredInBytes(int bytes, boolean accepted) {
        RawClient client = test.raw();

        client.send(RawClient.connectPacket("\u00E4".repeat(bytes / 2) + "a".repeat(bytes % 2), true));

        client.receive(MqttMessageType.CONNACK);
        assertThat(test.broker.counters().connections()).isEqualTo(accepted ? 1 : 0);
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {true, false})
    void subscriptionsOfAnEarlierConnectionCount(boolean isMqtt5) {
        RawClient first = persistent(isMqtt5);
        for (int i = 0; i < 50; i++) {
            first.subscribe("f/" + i, MqttQoS.AT_LEAST_ONCE);
        }
        first.close();
        RawClient back = persistent(isMqtt5);

        back.subscribe("f/7", MqttQoS.AT_LEAST_ONCE);
        back.send(RawClient.subscribePacket(2, "f/50", MqttQoS.AT_LEAST_ONCE));

        if (isMqtt5) {
            MqttSubAckMessage answer = (MqttSubAckMessage) back.receive(MqttMessageType.SUBACK);
            assertThat(answer.payload().reasonCodes()).containsExactly(0x97);
        } else {
            assertThat(back.isClosedByBroker()).isTrue();
        }
    }

    private RawClient persistent(boolean isMqtt5) {
        RawClient client = test.raw();
        client.connect(
                isMqtt5
                        ? RawClient.connectPacket5(
                                "device",
                                false,
                                RawClient.number(MqttProperties.MqttPropertyType.SESSION_EXPIRY_INTERVAL, 600))
                        : RawClient.connectPacket("device", false));
        return client;
    }

    @Test
    void userPropertyMayBeAsLongAsATextOfMqtt() {
        RawClient client = connected(true);
        client.subscribe("a", MqttQoS.AT_MOST_ONCE);
        String longest = "p".repeat(65_535);

        client.send(withProperties(longest, 1));

        MqttPublishMessage arrived = client.receivePublishesUntilPubAck(1).get(0);
        MqttProperties.UserProperties pairs = (MqttProperties.UserProperties) arrived.variableHeader()
                .properties()
                .getProperty(MqttProperties.MqttPropertyType.USER_PROPERTY.value());
        assertThat(pairs.value())
                .singleElement()
                .satisfies(pair -> assertThat(pair.value).isEqualTo(longest));
    }

    @Test
    void userPropertiesCountInThePacket() {
        RawClient client = connected(true);

        client.send(withProperties("p".repeat(50_000), 3));

        assertThat(client.receiveDisconnect()).isEqualTo(0x95);
    }

    private static MqttMessage withProperties(String value, int count) {
        MqttProperties properties = new MqttProperties();
        for (int i = 0; i < count; i++) {
            properties.add(new MqttProperties.UserProperty("name", value));
        }
        return MqttMessageBuilders.publish()
                .messageId(1)
                .topicName("a")
                .qos(MqttQoS.AT_LEAST_ONCE)
                .properties(properties)
                .payload(Unpooled.EMPTY_BUFFER)
                .build();
    }
}
