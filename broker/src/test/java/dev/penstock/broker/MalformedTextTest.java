package dev.penstock.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that are no UTF-8, packets about nothing, and texts that are too long to be repeated in an answer. */
class MalformedTextTest {
    private static final byte NOT_UTF8 = (byte) 0xC0;
    private static final int MALFORMED = 0x81;
    private static final int PROTOCOL_ERROR = 0x82;

    private final TestBroker test = new TestBroker();

    @AfterEach
    void close() {
        test.close();
    }

    private RawClient connected(boolean isMqtt5, MqttProperties.MqttProperty<?>... properties) {
        RawClient client = test.raw();
        client.connect(
                isMqtt5
                        ? RawClient.connectPacket5("broken", true, properties)
                        : RawClient.connectPacket("broken", true));
        return client;
    }

    /** A packet with a length that fits into one byte. */
    private static byte[] packet(int type, int... rest) {
        byte[] bytes = new byte[2 + rest.length];
        bytes[0] = (byte) type;
        bytes[1] = (byte) rest.length;
        for (int i = 0; i < rest.length; i++) {
            bytes[2 + i] = (byte) rest[i];
        }
        return bytes;
    }

    private static void assertEnds(RawClient client, boolean isMqtt5, int code) {
        assertThat(isMqtt5 ? client.receiveDisconnect() : client.isClosedByBroker() ? code : 0)
                .isEqualTo(code);
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {true, false})
    void topicThatIsNotUtf8EndsTheConnection(boolean isMqtt5) {
        RawClient client = connected(isMqtt5);

        client.sendBytes(isMqtt5 ? packet(0x32, 0, 1, NOT_UTF8, 0, 1, 0) : packet(0x32, 0, 1, NOT_UTF8, 0, 1));

        assertEnds(client, isMqtt5, MALFORMED);
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {true, false})
    void filterThatIsNotUtf8EndsTheConnection(boolean isMqtt5) {
        RawClient client = connected(isMqtt5);

        client.sendBytes(isMqtt5 ? packet(0x82, 0, 1, 0, 0, 1, NOT_UTF8, 0) : packet(0x82, 0, 1, 0, 1, NOT_UTF8, 0));

        assertEnds(client, isMqtt5, MALFORMED);
    }

    @Test
    void clientIdThatIsNotUtf8IsRefused() {
        RawClient client = test.raw();

        client.sendBytes(packet(0x10, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 1, NOT_UTF8));

        assertThat(client.isClosedByBroker()).isTrue();
    }

    @Test
    void clientIdThatIsNotUtf8IsAnsweredWithMalformedPacket() {
        MqttConnAckMessage answer;
        try (RawClient client = test.raw()) {
            client.sendBytes(packet(0x10, 0, 4, 'M', 'Q', 'T', 'T', 5, 2, 0, 60, 0, 0, 1, NOT_UTF8));
            answer = (MqttConnAckMessage) client.receive(MqttMessageType.CONNACK);
        }

        assertThat(answer.variableHeader().connectReturnCode().byteValue() & 0xFF)
                .isEqualTo(MALFORMED);
    }

    /** Overlong, a surrogate, cut short, beyond the last plane: each as Java and Netty read it, one or more U+FFFD. */
    @ParameterizedTest
    @ValueSource(strings = {"C0 AF", "E0 80 AF", "ED A0 80", "F0 90 80", "F4 90 80 80", "EF BF", "80", "EF BF BD C0"})
    void bytesThatAreNoUtf8EndTheConnectionWhateverTheyAreReadAs(String hex) {
        byte[] text = HexFormat.ofDelimiter(" ").parseHex(hex);
        RawClient client = connected(true);
        byte[] packet = new byte[text.length + 7];
        packet[0] = 0x32;
        packet[1] = (byte) (packet.length - 2);
        packet[3] = (byte) text.length;
        System.arraycopy(text, 0, packet, 4, text.length);
        packet[text.length + 5] = 1;

        client.sendBytes(packet);

        assertThat(client.receiveDisconnect()).isEqualTo(MALFORMED);
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {true, false})
    void replacementCharacterIsACharacterLikeOthers(boolean isMqtt5) {
        RawClient client = test.raw();
        String id = "\uFFFD\u00E4\uD83D\uDE00";
        client.connect(isMqtt5 ? RawClient.connectPacket5(id, true) : RawClient.connectPacket(id, true));
        client.subscribe("\uFFFD/+", MqttQoS.AT_MOST_ONCE);

        client.send(RawClient.publishPacket(2, "\uFFFD/\uFFFD", "x"));

        assertThat(client.receivePublishesUntilPubAck(2))
                .singleElement()
                .satisfies(publish ->
                        assertThat(publish.variableHeader().topicName()).isEqualTo("\uFFFD/\uFFFD"));
        assertThat(test.listener.messages)
                .singleElement()
                .satisfies(message -> assertThat(message.clientId()).isEqualTo(id));
    }

    @Test
    void packetThatArrivesByteByByteIsReadLikeAnother() {
        RawClient client = connected(false);
        byte[] packet = packet(0x32, 0, 3, 0xEF, 0xBF, 0xBD, 0, 1, 'x');

        for (byte one : packet) {
            client.sendBytes(new byte[] {one});
            client.send();
        }

        assertThat(client.receivePubAcks(1)).containsExactly(1);
        assertThat(test.listener.messages)
                .singleElement()
                .satisfies(message -> assertThat(message.topic()).isEqualTo("\uFFFD"));
    }

    @Test
    void userPropertyThatIsNotUtf8EndsTheConnection() {
        RawClient client = connected(true);

        client.sendBytes(packet(0x32, 0, 1, 'a', 0, 1, 7, 0x26, 0, 1, 'k', 0, 1, NOT_UTF8));

        assertThat(client.receiveDisconnect()).isEqualTo(MALFORMED);
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {true, false})
    void unsubscribeFromNothingEndsTheConnection(boolean isMqtt5) {
        RawClient client = connected(isMqtt5);

        client.sendBytes(isMqtt5 ? packet(0xA2, 0, 1, 0) : packet(0xA2, 0, 1));

        assertEnds(client, isMqtt5, PROTOCOL_ERROR);
    }

    @Test
    void optionsOfMqtt5InASubscribeOfMqtt311EndTheConnection() {
        RawClient client = connected(false);

        client.sendBytes(packet(0x82, 0, 1, 0, 1, 'a', 0x04));

        assertThat(client.isClosedByBroker()).isTrue();
    }

    @Test
    void clientThatTakesPacketsOfTwentyBytesGetsAConnackOfThem() {
        RawClient client = test.raw();

        client.send(RawClient.connectPacket5("small", true, maximumPacketSize(20)));

        MqttMessage answer = client.receive(MqttMessageType.CONNACK);
        assertThat(answer.fixedHeader().remainingLength()).isEqualTo(18);
    }

    @Test
    void clientThatTakesNoPacketAsLongAsAConnackGetsNone() {
        RawClient client = test.raw();

        client.send(RawClient.connectPacket5("small", true, maximumPacketSize(19)));

        assertThat(client.isClosedByBroker()).isTrue();
    }

    private static MqttProperties.IntegerProperty maximumPacketSize(int bytes) {
        return new MqttProperties.IntegerProperty(MqttProperties.MqttPropertyType.MAXIMUM_PACKET_SIZE.value(), bytes);
    }

    @Test
    void reasonRepeatsOnlyTheBeginningOfATopic() {
        RawClient client = connected(true);

        client.send(RawClient.publishPacket(1, "t".repeat(65_000), "x"));

        String reason = reason(client.receive(MqttMessageType.DISCONNECT));
        assertThat(reason).contains("ttt").hasSizeLessThan(1_100);
    }

    @Test
    void clientThatTakesSmallPacketsOnlyIsToldNoReason() {
        RawClient client = connected(true, maximumPacketSize(100));

        client.send(RawClient.subscribePacket(1, "a", MqttQoS.EXACTLY_ONCE));

        assertThat(reason(client.receive(MqttMessageType.DISCONNECT))).isEmpty();
    }

    private static String reason(MqttMessage disconnect) {
        MqttProperties properties =
                ((MqttReasonCodeAndPropertiesVariableHeader) disconnect.variableHeader()).properties();
        return properties.getProperty(MqttProperties.MqttPropertyType.REASON_STRING.value())
                        instanceof MqttProperties.StringProperty text
                ? text.value()
                : "";
    }
}
