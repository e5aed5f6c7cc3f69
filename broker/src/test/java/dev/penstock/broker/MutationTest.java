package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets that are almost right get further than noise: none may reach code that does not expect it. */
class MutationTest {
    private static final int CONNECTIONS = 150;
    private static final int PACKETS = 12;

    private final Random random = new Random();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void packetsThatAreAlmostRightCostTheirConnectionAtMost(long seed) {
        random.setSeed(seed);

        try (TestBroker test = new TestBroker();
                LogLines log = new LogLines()) {
            RawClient healthy = test.rawConnected("healthy");
            for (int i = 0; i < CONNECTIONS; i++) {
                try (RawClient client = test.raw()) {
                    attack(client, i % 2 == 0);
                }
            }

            await("the end of the attack").until(() -> test.broker.counters().connections() == 1);
            healthy.send(RawClient.publishPacket(1, "a", "x"));
            assertThat(healthy.receivePubAcks(1)).containsExactly(1);
            assertThat(log.warnings())
                    .isNotEmpty()
                    .noneMatch(line -> line.contains("unexpected failure") || line.contains("could not deal with"));
            // Moquette's word for a client that has gone before its CONNACK.
            assertThat(log.errors()).allMatch(line -> line.startsWith("CONNACK send failed"));
        }
    }

    private void attack(RawClient client, boolean isMqtt5) {
        List<byte[]> packets = packets(isMqtt5);
        byte[] connect = packets.get(0);
        client.sendBytes(random.nextInt(4) == 0 ? mutated(connect) : connect);
        for (int i = 0; i < PACKETS; i++) {
            byte[] packet = packets.get(1 + random.nextInt(packets.size() - 1));
            client.sendBytes(random.nextInt(3) == 0 ? mutated(packet) : packet);
        }
    }

    /** Some bytes changed, taken away or put in; the length is made right again most of the time. */
    private byte[] mutated(byte[] packet) {
        ByteBuf changed = Unpooled.buffer().writeBytes(packet);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(changed.readableBytes());
            switch (random.nextInt(4)) {
                case 0 -> changed.setByte(at, random.nextInt(256));
                case 1 -> changed.setByte(at, changed.getByte(at) ^ 1 << random.nextInt(8));
                case 2 -> changed.writerIndex(Math.max(2, at));
                default -> changed.writeByte(random.nextInt(256));
            }
        }
        if (random.nextInt(4) > 0) {
            changed.setByte(1, changed.readableBytes() - 2);
        }
        return ByteBufUtil.getBytes(changed);
    }

    /** One of each kind, all short enough that their length has one byte; CONNECT first. */
    private static List<byte[]> packets(boolean isMqtt5) {
        MqttProperties properties = new MqttProperties();
        properties.add(RawClient.number(MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL, 60));
        properties.add(new MqttProperties.StringProperty(MqttPropertyType.RESPONSE_TOPIC.value(), "r"));
        properties.add(new MqttProperties.UserProperty("k", "v"));
        byte[] payload = "{\"t\":1}".getBytes(StandardCharsets.UTF_8);
        List<MqttMessage> all = new ArrayList<>();
        all.add(MqttMessageBuilders.connect()
                .protocolVersion(isMqtt5 ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1)
                .clientId("broken")
                .willFlag(true)
                .willTopic("will")
                .willMessage(payload)
                .username("?SDK=x")
                .hasUser(true)
                .keepAlive(60)
                .build());
        all.add(MqttMessageBuilders.publish()
                .topicName("a/b")
                .messageId(7)
                .qos(MqttQoS.AT_LEAST_ONCE)
                .properties(isMqtt5 ? properties : MqttProperties.NO_PROPERTIES)
                .payload(Unpooled.wrappedBuffer(payload))
                .build());
        all.add(MqttMessageBuilders.subscribe()
                .messageId(8)
                .addSubscription(MqttQoS.AT_LEAST_ONCE, "a/+")
                .addSubscription(MqttQoS.AT_MOST_ONCE, "$share/g/a/#")
                .build());
        all.add(MqttMessageBuilders.unsubscribe()
                .messageId(9)
                .addTopicFilter("a/+")
                .build());
        all.add(RawClient.pubAck(1));
        all.add(MqttMessage.PINGREQ);
        all.add(MqttMessage.DISCONNECT);
        return encoded(all);
    }

    private static List<byte[]> encoded(List<MqttMessage> packets) {
        EmbeddedChannel encoder = new EmbeddedChannel(MqttEncoder.INSTANCE);
        List<byte[]> all = new ArrayList<>();
        for (MqttMessage packet : packets) {
            encoder.writeOutbound(packet);
            ByteBuf bytes = Unpooled.buffer();
            for (ByteBuf part = encoder.readOutbound(); part != null; part = encoder.readOutbound()) {
                bytes.writeBytes(part);
                part.release();
            }
            all.add(ByteBufUtil.getBytes(bytes));
        }
        return all;
    }
}
