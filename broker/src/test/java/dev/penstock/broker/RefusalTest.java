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
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
    private final TestBroker test = new TestBroker();
    private final LogLines log = new LogLines();

    @AfterEach
    void close() {
        test.close();
        log.close();
    }

    @ParameterizedTest(name = "topic {0}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "$aws/things/x/shadow/update/accepted, reserved",
                "$SYS/x, reserved",
                "$aws/rules/, reserved",
                "$aws/rules//x, reserved",
                "$aws/rules/r/1/2/3/4/5/6/7/8/9, it has 8 slashes",
                "a/b/c/d/e/f/g/h/i, 8 slashes",
                "a/+, wildcard",
                "a/#, wildcard",
                "``, empty"
            })
    void publishToSuchATopicClosesTheConnection(String topic, String why) {
        RawClient client = test.rawConnected("device");

        client.sendBytes(rawPublish(topic, 1, 1));

        assertThat(client.isClosedByBroker()).isTrue();
        assertThat(test.listener.messages).isEmpty();
        assertThat(test.broker.counters())
                .extracting(BrokerCounters::published, BrokerCounters::refused)
                .containsExactly(0L, 1L);
        assertThat(log.warnings()).anyMatch(line -> line.contains("client device") && line.contains(why));
    }

    @ParameterizedTest(name = "{0} bytes: accepted {1}")
    @CsvSource({"256, true", "257, false"})
    void topicHasAtMost256Bytes(int bytes, boolean accepted) {
        RawClient client = test.rawConnected("device");

        client.send(RawClient.publishPacket(1, "ä".repeat(bytes / 2) + "a".repeat(bytes % 2), "x"));

        assertThat(client.receive() == null).isEqualTo(!accepted);
        assertThat(test.listener.messages).hasSize(accepted ? 1 : 0);
    }

    @Test
    void sevenSlashesAreAllowed() {
        RawClient client = test.rawConnected("device");

        client.send(RawClient.publishPacket(3, "a/b/c/d/e/f/g/h", "x"));

        assertThat(client.receivePubAcks(1)).containsExactly(3);
    }

    @Test
    void qos2PublishClosesTheConnection() {
        RawClient client = test.rawConnected("device");

        client.send(RawClient.publishPacket(1, "a", new byte[1], MqttQoS.EXACTLY_ONCE));

        assertThat(client.isClosedByBroker()).isTrue();
        assertThat(test.listener.messages).isEmpty();
        assertThat(log.warnings()).anyMatch(line -> line.contains("QoS 2"));
    }

    @Test
    void messageToARuleCannotBeRetained() {
        RawClient client = test.rawConnected("device");

        client.send(MqttMessageBuilders.publish()
                .messageId(1)
                .topicName("$aws/rules/hot/a")
                .qos(MqttQoS.AT_LEAST_ONCE)
                .retained(true)
                .payload(Unpooled.EMPTY_BUFFER)
                .build());

        assertThat(client.isClosedByBroker()).isTrue();
        assertThat(log.warnings()).anyMatch(line -> line.contains("cannot be retained"));
    }

    @Test
    void qos2SubscribeClosesTheConnection() {
        RawClient client = test.rawConnected("device");

        client.send(RawClient.subscribePacket(1, "a", MqttQoS.EXACTLY_ONCE));

        assertThat(client.isClosedByBroker()).isTrue();
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {128 * 1024 + 1, 200_000})
    void tooLongPayloadClosesTheConnectionAndNoOther(int bytes) {
        RawClient client = test.rawConnected("device");
        RawClient other = test.rawConnected("other");

        client.send(RawClient.publishPacket(1, "plant/big", new byte[bytes], MqttQoS.AT_LEAST_ONCE));

        assertThat(client.isClosedByBroker()).isTrue();
        other.send(RawClient.publishPacket(2, "plant/small", "x"));
        assertThat(other.receivePubAcks(1)).containsExactly(2);
        assertThat(test.listener.messages).hasSize(1);
        assertThat(log.warnings())
                .anyMatch(line -> line.contains("client device")
                        && line.contains("'plant/big'")
                        && line.contains("131072 bytes"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"a/#/b", "a#", "a+/b", "+a", "a/b/c/d/e/f/g/h/i", "$share/g", "$share//a", "$share/+/a"})
    void malformedFilterClosesTheConnection(String filter) {
        RawClient client = test.rawConnected("device");

        client.send(RawClient.subscribePacket(1, filter, MqttQoS.AT_MOST_ONCE));

        assertThat(client.isClosedByBroker()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"$aws/rules/r/a", "$SYS/broker"})
    void filterThatNothingServesIsNotGranted(String filter) {
        RawClient client = test.rawConnected("device");

        client.send(MqttMessageBuilders.subscribe()
                .messageId(1)
                .addSubscription(MqttQoS.AT_LEAST_ONCE, "fine")
                .addSubscription(MqttQoS.AT_LEAST_ONCE, filter)
                .build());

        MqttSubAckMessage answer = (MqttSubAckMessage) client.receive(MqttMessageType.SUBACK);
        assertThat(answer.payload().grantedQoSLevels()).containsExactly(1, 0x80);
        assertThat(log.warnings()).anyMatch(line -> line.contains(filter) && line.contains("refused"));
    }

    @Test
    void ninthFilterInOneSubscribeClosesTheConnection() {
        RawClient client = test.rawConnected("device");
        MqttMessageBuilders.SubscribeBuilder packet =
                MqttMessageBuilders.subscribe().messageId(1);
        IntStream.range(0, 9).forEach(i -> packet.addSubscription(MqttQoS.AT_MOST_ONCE, "f/" + i));

        client.send(packet.build());

        assertThat(client.isClosedByBroker()).isTrue();
    }

    @Test
    void fiftyFirstSubscriptionClosesTheConnection() {
        RawClient client = test.rawConnected("device");
        IntStream.range(0, 50).forEach(i -> client.subscribe("f/" + i, MqttQoS.AT_MOST_ONCE));

        client.send(RawClient.subscribePacket(2, "f/50", MqttQoS.AT_MOST_ONCE));

        assertThat(client.isClosedByBroker()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"PUBREC", "PUBREL", "PUBCOMP"})
    void packetOfQos2ClosesTheConnection(MqttMessageType type) {
        RawClient client = test.rawConnected("device");
        MqttQoS flags = type == MqttMessageType.PUBREL ? MqttQoS.AT_LEAST_ONCE : MqttQoS.AT_MOST_ONCE;

        client.send(new MqttMessage(
                new MqttFixedHeader(type, false, flags, false, 2), MqttMessageIdVariableHeader.from(1)));

        assertThat(client.isClosedByBroker()).isTrue();
    }

    @Test
    void secondConnectClosesTheConnection() {
        RawClient client = test.rawConnected("device");

        client.send(RawClient.connectPacket("device", true));

        assertThat(client.isClosedByBroker()).isTrue();
    }

    @Test
    void connectionThatDoesNotBeginWithConnectIsClosed() {
        RawClient client = test.raw();

        client.send(MqttMessage.PINGREQ);

        assertThat(client.isClosedByBroker()).isTrue();
    }

    @Test
    void mqtt31IsRefused() {
        RawClient client = test.raw();

        client.send(MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_3_1)
                .clientId("old")
                .cleanSession(true)
                .build());

        assertThat(returnCode(client))
                .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION);
        assertThat(client.isClosedByBroker()).isTrue();
    }

    @Test
    void unknownProtocolLevelIsRefused() {
        RawClient client = test.raw();

        client.sendBytes(new byte[] {0x10, 13, 0, 4, 'M', 'Q', 'T', 'T', 6, 2, 0, 60, 0, 1, 'x'});

        assertThat(returnCode(client))
                .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION);
    }

    @ParameterizedTest(name = "id {0}, clean {1}: {2}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``, true, CONNECTION_ACCEPTED",
                "``, false, CONNECTION_REFUSED_IDENTIFIER_REJECTED",
                "$x, true, CONNECTION_REFUSED_IDENTIFIER_REJECTED",
                "128, true, CONNECTION_ACCEPTED",
                "129, true, CONNECTION_REFUSED_IDENTIFIER_REJECTED"
            })
    void clientIdIsChecked(String id, boolean clean, MqttConnectReturnCode answer) {
        RawClient client = test.raw();
        String sent = id.matches("\\d+") ? "x".repeat(Integer.parseInt(id)) : id;

        client.send(RawClient.connectPacket(sent, clean));

        assertThat(returnCode(client)).isEqualTo(answer);
    }

    @ParameterizedTest(name = "QoS {0} on {1}")
    @CsvSource({"2, will", "1, $aws/x", "1, a/b/c/d/e/f/g/h/i"})
    void willThatAwsDoesNotTakeClosesTheConnectionBeforeConnAck(int qos, String topic) {
        RawClient client = test.raw();

        client.send(MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_3_1_1)
                .clientId("device")
                .cleanSession(true)
                .willFlag(true)
                .willQoS(MqttQoS.valueOf(qos))
                .willTopic(topic)
                .willMessage(new byte[1])
                .build());

        assertThat(client.isClosedByBroker()).isTrue();
    }

    @Test
    void garbageClosesItsConnectionOnly() {
        Random random = new Random(42);
        RawClient healthy = test.rawConnected("healthy");

        for (int i = 0; i < 200; i++) {
            byte[] garbage = new byte[random.nextInt(200) + 1];
            random.nextBytes(garbage);
            try (RawClient client = i % 2 == 0 ? test.raw() : test.rawConnected("noisy")) {
                client.sendBytes(garbage);
            }
        }

        healthy.send(RawClient.publishPacket(1, "a", "x"));
        assertThat(healthy.receivePubAcks(1)).containsExactly(1);
        await("the end of the noise").until(() -> test.broker.counters().connections() == 1);
    }

    private static MqttConnectReturnCode returnCode(RawClient client) {
        MqttConnAckMessage answer = (MqttConnAckMessage) Objects.requireNonNull(client.receive());
        return answer.variableHeader().connectReturnCode();
    }

    /** Netty's encoder refuses some of the topics that a rude client may send. */
    private static byte[] rawPublish(String topic, int qos, int packetId) {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        byte[] packet = new byte[6 + name.length];
        packet[0] = (byte) (0x30 | qos << 1);
        packet[1] = (byte) (4 + name.length);
        packet[3] = (byte) name.length;
        System.arraycopy(name, 0, packet, 4, name.length);
        packet[packet.length - 1] = (byte) packetId;
        return packet;
    }
}
