package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that break the protocol cost themselves their connection, nobody else anything, and a line of the log. */
class HostileClientTest {
    private final TestBroker test = new TestBroker();
    private final LogLines log = new LogLines();
    private final RawClient healthy = test.rawConnected("healthy");

    @AfterEach
    void close() {
        test.close();
        log.close();
    }

    private RawClient connected(boolean isMqtt5) {
        RawClient client = test.raw();
        client.connect(isMqtt5 ? RawClient.connectPacket5("broken", true) : RawClient.connectPacket("broken", true));
        return client;
    }

    private void assertContained() {
        healthy.send(RawClient.publishPacket(1, "a", "x"));
        assertThat(healthy.receivePubAcks(1)).containsExactly(1);
        TestBroker.await("the line in the log")
                .untilAsserted(() -> assertThat(log.warnings()).anyMatch(line -> line.contains("client broken")));
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {true, false})
    void nullCharacterInATopic(boolean isMqtt5) {
        RawClient client = connected(isMqtt5);

        client.sendBytes(
                isMqtt5
                        ? new byte[] {0x32, 8, 0, 3, 'a', 0, 'b', 0, 1, 0}
                        : new byte[] {0x32, 7, 0, 3, 'a', 0, 'b', 0, 1});

        assertThat(isMqtt5 ? client.receiveDisconnect() : 0x81).isEqualTo(0x81);
        assertContained();
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {true, false})
    void packetThatSaysItHasHalfAMegabyte(boolean isMqtt5) {
        RawClient client = connected(isMqtt5);

        client.sendBytes(new byte[] {0x32, (byte) 0x80, (byte) 0x80, 0x20, 0, 1, 'a', 0, 1, 0});

        assertThat(isMqtt5 ? client.receiveDisconnect() : client.isClosedByBroker() ? 0x95 : 0)
                .isEqualTo(0x95);
        assertContained();
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {true, false})
    void wrongFlagsOfUnsubscribe(boolean isMqtt5) {
        RawClient client = connected(isMqtt5);

        client.sendBytes(new byte[] {(byte) 0xA0, 5, 0, 1, 0, 1, 'a'});

        assertThat(isMqtt5 ? client.receiveDisconnect() : client.isClosedByBroker() ? 0x81 : 0)
                .isEqualTo(0x81);
        assertContained();
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {true, false})
    void nullCharacterInAFilter(boolean isMqtt5) {
        RawClient client = connected(isMqtt5);

        client.sendBytes(
                isMqtt5
                        ? new byte[] {(byte) 0x82, 9, 0, 1, 0, 0, 3, 'a', 0, 'b', 1}
                        : new byte[] {(byte) 0x82, 8, 0, 1, 0, 3, 'a', 0, 'b', 1});

        assertThat(isMqtt5 ? client.receiveDisconnect() : 0x81).isEqualTo(0x81);
        assertThat(client.isClosedByBroker()).isTrue();
        assertContained();
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {true, false})
    void nullCharacterInAnUnsubscribe(boolean isMqtt5) {
        RawClient client = connected(isMqtt5);

        client.sendBytes(
                isMqtt5
                        ? new byte[] {(byte) 0xA2, 8, 0, 1, 0, 0, 3, 'a', 0, 'b'}
                        : new byte[] {(byte) 0xA2, 7, 0, 1, 0, 3, 'a', 0, 'b'});

        assertThat(isMqtt5 ? client.receiveDisconnect() : client.isClosedByBroker() ? 0x81 : 0)
                .isEqualTo(0x81);
        assertContained();
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {true, false})
    void nullCharacterInAClientId(boolean isMqtt5) {
        RawClient client = test.raw();

        client.send(isMqtt5 ? RawClient.connectPacket5("a\0b", true) : RawClient.connectPacket("a\0b", true));

        if (isMqtt5) {
            MqttConnAckMessage answer = (MqttConnAckMessage) client.receive(MqttMessageType.CONNACK);
            assertThat(answer.variableHeader().connectReturnCode().byteValue() & 0xFF)
                    .isEqualTo(0x81);
        }
        assertThat(client.isClosedByBroker()).isTrue();
        assertThat(log.warnings()).anyMatch(line -> line.contains("client 'a\0b'"));
    }

    @Test
    void acknowledgementsOfMessagesThatWereNeverSentDoNoHarm() {
        RawClient client = connected(false);

        for (int id = 1; id <= 50; id++) {
            client.send(RawClient.pubAck(id));
        }
        client.send(MqttMessage.PINGREQ);

        assertThat(client.receive()).isNotNull();
        healthy.send(RawClient.publishPacket(1, "a", "x"));
        assertThat(healthy.receivePubAcks(1)).containsExactly(1);
    }

    @Test
    void tenThousandPacketsOfNoise() {
        Random random = new Random(7);

        for (int i = 0; i < 100; i++) {
            try (RawClient client = connected(i % 2 == 0)) {
                for (int packet = 0; packet < 100; packet++) {
                    client.sendBytes(noise(random));
                }
            }
        }

        await("the end of the noise").until(() -> test.broker.counters().connections() == 1);
        assertContained();
        assertThat(log.errors()).isEmpty();
    }

    /** A packet whose length is right, so that its contents are looked at. */
    private static byte[] noise(Random random) {
        byte[] packet = new byte[2 + random.nextInt(60)];
        random.nextBytes(packet);
        packet[1] = (byte) (packet.length - 2);
        return packet;
    }

    @Test
    void hundredClientsFightForOneClientId() {
        List<RawClient> all = new ArrayList<>();

        for (int i = 0; i < 100; i++) {
            all.add(connected(i % 2 == 0));
        }

        RawClient last = all.get(all.size() - 1);
        last.subscribe("a", MqttQoS.AT_LEAST_ONCE);
        await("one of them is left").until(() -> test.broker.counters().connections() == 2);
        assertContained();
        assertThat(RawClient.text(last.receivePublish())).isEqualTo("x");
    }
}
