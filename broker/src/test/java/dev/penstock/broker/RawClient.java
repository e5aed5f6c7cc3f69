package dev.penstock.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An MQTT client without manners: sends any packet, acknowledges nothing by itself, sees every packet and the close. */
final class RawClient implements AutoCloseable {
    private static final int SMALL_BUFFER = 16 * 1024;
    /** The longest there is: it runs in real time, and no test is to end by it on a busy machine. */
    private static final int KEEP_ALIVE_SECONDS = 1200;

    /**
     * Both in one channel: the decoder learns the version from the CONNECT that is encoded. Used under its lock, for a test
     * may send on a thread of its own.
     */
    private final EmbeddedChannel codec = new EmbeddedChannel(new MqttDecoder(1024 * 1024), MqttEncoder.INSTANCE);

    private final Socket socket = new Socket();

    RawClient(int port) {
        try {
            socket.setReceiveBufferSize(SMALL_BUFFER);
            socket.setSoTimeout((int) TestBroker.LIMIT.toMillis());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends packets in one write. */
    void send(MqttMessage... packets) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        synchronized (codec) {
            for (MqttMessage packet : packets) {
                codec.writeOutbound(packet);
                for (ByteBuf part = codec.readOutbound(); part != null; part = codec.readOutbound()) {
                    byte[] chunk = new byte[part.readableBytes()];
                    part.readBytes(chunk);
                    bytes.writeBytes(chunk);
                    part.release();
                }
            }
        }
        sendBytes(bytes.toByteArray());
    }

    /** Sends bytes; when the broker has closed the connection meanwhile, {@link #receive} tells, after its last words. */
    void sendBytes(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException closed) {
            // what the broker had to say before is still there to be read
        }
    }

    MqttConnAckMessage connect(String id, boolean clean) {
        return connect(connectPacket(id, clean));
    }

    MqttConnAckMessage connect(MqttMessage packet) {
        send(packet);
        MqttConnAckMessage answer = (MqttConnAckMessage) receive();
        if (answer == null
                || answer.variableHeader().connectReturnCode() != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            throw new IllegalStateException("not connected: " + answer);
        }
        return answer;
    }

    void subscribe(String filter, MqttQoS qos) {
        send(subscribePacket(1, filter, qos));
        receive(MqttMessageType.SUBACK);
    }

    static MqttMessage connectPacket(String id, boolean clean) {
        return MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_3_1_1)
                .clientId(id)
                .cleanSession(clean)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .build();
    }

    /** A CONNECT with the will {@code gone} on {@code will/<id>}. */
    static MqttMessage connectPacketWithWill(String id, boolean clean, boolean retain, int keepAlive) {
        return MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_3_1_1)
                .clientId(id)
                .cleanSession(clean)
                .keepAlive(keepAlive)
                .willFlag(true)
                .willQoS(MqttQoS.AT_LEAST_ONCE)
                .willRetain(retain)
                .willTopic("will/" + id)
                .willMessage("gone".getBytes(StandardCharsets.UTF_8))
                .build();
    }

    /** A CONNECT of MQTT 5. */
    static MqttMessage connectPacket5(String id, boolean clean, MqttProperties.MqttProperty<?>... given) {
        MqttProperties properties = new MqttProperties();
        for (MqttProperties.MqttProperty<?> property : given) {
            properties.add(property);
        }
        return MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId(id)
                .cleanSession(clean)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .properties(properties)
                .build();
    }

    /** A numeric property of MQTT 5. */
    static MqttProperties.IntegerProperty number(MqttProperties.MqttPropertyType type, int value) {
        return new MqttProperties.IntegerProperty(type.value(), value);
    }

    /** The reason code of the DISCONNECT that must come next, and the end of the connection after it. */
    int receiveDisconnect() {
        MqttMessage packet = receive(MqttMessageType.DISCONNECT);
        if (receive() != null) {
            throw new IllegalStateException("the connection is open after DISCONNECT");
        }
        return ((MqttReasonCodeAndPropertiesVariableHeader) packet.variableHeader()).reasonCode() & 0xFF;
    }

    static MqttMessage subscribePacket(int packetId, String filter, MqttQoS qos) {
        return MqttMessageBuilders.subscribe()
                .messageId(packetId)
                .addSubscription(qos, filter)
                .build();
    }

    static MqttMessage publishPacket(int packetId, String topic, String payload) {
        return publishPacket(packetId, topic, payload.getBytes(StandardCharsets.UTF_8), MqttQoS.AT_LEAST_ONCE);
    }

    static MqttMessage publishPacket(int packetId, String topic, byte[] payload, MqttQoS qos) {
        return MqttMessageBuilders.publish()
                .messageId(packetId)
                .topicName(topic)
                .qos(qos)
                .payload(Unpooled.wrappedBuffer(payload))
                .build();
    }

    static MqttMessage pubAck(int packetId) {
        return MqttMessageBuilders.pubAck().packetId(packetId).build();
    }

    static MqttMessage pubRel(int packetId) {
        return new MqttMessage(
                new MqttFixedHeader(MqttMessageType.PUBREL, false, MqttQoS.AT_LEAST_ONCE, false, 2),
                MqttMessageIdVariableHeader.from(packetId));
    }

    /** The packet id of the next packet, which must be of this type. */
    int receiveId(MqttMessageType type) {
        return ((MqttMessageIdVariableHeader) receive(type).variableHeader()).messageId();
    }

    /** The next packet; null when the broker has closed the connection. */
    @Nullable
    MqttMessage receive() {
        try {
            InputStream in = socket.getInputStream();
            byte[] chunk = new byte[SMALL_BUFFER];
            MqttMessage packet = decoded(chunk, 0);
            while (packet == null) {
                int count = in.read(chunk);
                if (count < 0) {
                    return null;
                }
                packet = decoded(chunk, count);
            }
            return packet;
        } catch (SocketTimeoutException failure) {
            throw new IllegalStateException("nothing arrived and the connection is open", failure);
        } catch (IOException reset) {
            return null;
        }
    }

    private @Nullable MqttMessage decoded(byte[] chunk, int count) {
        synchronized (codec) {
            if (count > 0) {
                codec.writeInbound(Unpooled.copiedBuffer(chunk, 0, count));
            }
            return codec.readInbound();
        }
    }

    /** The next packet, which must be of this type. */
    MqttMessage receive(MqttMessageType type) {
        MqttMessage packet = receive();
        if (packet == null || packet.fixedHeader().messageType() != type) {
            throw new IllegalStateException("expected %s but got %s".formatted(type, packet));
        }
        return packet;
    }

    MqttPublishMessage receivePublish() {
        return (MqttPublishMessage) receive(MqttMessageType.PUBLISH);
    }

    /** All publishes that arrive up to a PUBACK and the ping after it. */
    List<MqttPublishMessage> receivePublishesUntilPubAck(int packetId) {
        List<MqttPublishMessage> publishes = new ArrayList<>();
        while (true) {
            MqttMessage packet = receive();
            if (packet instanceof MqttPublishMessage publish) {
                publishes.add(publish);
            } else if (packet == null) {
                throw new IllegalStateException("closed by the broker");
            } else if (packet.fixedHeader().messageType() == MqttMessageType.PINGRESP) {
                return publishes;
            } else if (packet.fixedHeader().messageType() == MqttMessageType.PUBACK
                    && ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId() == packetId) {
                send(MqttMessage.PINGREQ);
            }
        }
    }

    static String text(MqttPublishMessage publish) {
        return publish.payload().toString(StandardCharsets.UTF_8);
    }

    /** Packet ids of the next PUBACKs. */
    List<Integer> receivePubAcks(int count) {
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            MqttMessage packet = receive(MqttMessageType.PUBACK);
            ids.add(((MqttMessageIdVariableHeader) packet.variableHeader()).messageId());
        }
        return ids;
    }

    /** Whether the broker closes the connection without another packet. */
    boolean isClosedByBroker() {
        return receive() == null;
    }

    /** Everything that comes until the broker closes the connection. */
    byte[] receiveBytes() {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (SocketTimeoutException failure) {
            throw new IllegalStateException("the connection stays open", failure);
        } catch (IOException reset) {
            return new byte[0];
        }
    }

    /** Closes the socket without DISCONNECT. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
