package dev.penstock.broker.gateway;

import dev.penstock.broker.Qos2;
import dev.penstock.broker.engine.Outbox;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPubAckMessage;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodes;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Packets that the broker answers with. A reason string is empty when there is none or the client wants none. */
final class Answers {
    private static final MqttFixedHeader PUBACK = header(MqttMessageType.PUBACK);
    private static final MqttFixedHeader PUBREC = header(MqttMessageType.PUBREC);
    private static final MqttFixedHeader PUBCOMP = header(MqttMessageType.PUBCOMP);
    private static final MqttFixedHeader SUBACK = header(MqttMessageType.SUBACK);
    private static final MqttFixedHeader UNSUBACK = header(MqttMessageType.UNSUBACK);
    private static final MqttFixedHeader DISCONNECT = header(MqttMessageType.DISCONNECT);

    /** A CONNACK with everything in it, with an assigned client id too. */
    private static final int WHOLE_CONNACK_BYTES = 80;

    /** What is as a client would think anyway; left out for one that takes small packets only. */
    private static final Set<Integer> NEED_NOT_BE_TOLD = Set.of(
            MqttPropertyType.RETAIN_AVAILABLE.value(),
            MqttPropertyType.WILDCARD_SUBSCRIPTION_AVAILABLE.value(),
            MqttPropertyType.SHARED_SUBSCRIPTION_AVAILABLE.value());

    /** A CONNACK without that. */
    static final int SHORTEST_CONNACK_BYTES = 20;

    private Answers() {}

    /**
     * The CONNACK of MQTT 5 for a CONNECT that cannot be read. As bytes: Netty's encoder learns from its decoder, which has not
     * seen that CONNECT, what version to write.
     */
    static ByteBuf broken(MqttReasonCodes.Disconnect code) {
        return Unpooled.wrappedBuffer(
                new byte[] {(byte) (MqttMessageType.CONNACK.value() << 4), 3, 0, code.byteValue(), 0});
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }

    /** Accepted: with what AWS IoT Core tells a client of MQTT 5 about itself. */
    static MqttConnAckMessage connected(ConnectRequest request, boolean sessionPresent, Qos2 qos2) {
        MqttMessageBuilders.ConnAckBuilder answer = MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                .sessionPresent(sessionPresent);
        return request.terms().isMqtt5()
                ? answer.properties(connected(request, qos2)).build()
                : answer.build();
    }

    private static MqttProperties connected(ConnectRequest request, Qos2 qos2) {
        MqttMessageBuilders.ConnAckPropertiesBuilder properties = new MqttMessageBuilders.ConnAckPropertiesBuilder()
                .receiveMaximum(Outbox.WINDOW)
                .retainAvailable(true)
                .maximumPacketSize(BrokerLimits.MAX_PACKET_BYTES)
                .topicAliasMaximum(TopicAliases.MAX)
                .wildcardSubscriptionAvailable(true)
                .subscriptionIdentifiersAvailable(false)
                .sharedSubscriptionAvailable(true);
        if (qos2 != Qos2.DOWNGRADE) {
            properties.maximumQos((byte) 1);
        }
        if (!request.terms().expiry().equals(request.requestedExpiry())) {
            properties.sessionExpiryInterval(request.terms().expiry().toSeconds());
        }
        if (request.terms().keepAliveSeconds() != request.requestedKeepAlive()) {
            properties.serverKeepAlive(request.terms().keepAliveSeconds());
        }
        if (request.isGenerated()) {
            properties.assignedClientId(request.terms().clientId());
        }
        MqttProperties all = properties.build();
        return request.terms().maximumPacketBytes() >= WHOLE_CONNACK_BYTES ? all : shortened(all);
    }

    private static MqttProperties shortened(MqttProperties all) {
        MqttProperties fewer = new MqttProperties();
        for (MqttProperties.MqttProperty<?> property : all.listAll()) {
            if (!NEED_NOT_BE_TOLD.contains(property.propertyId())) {
                fewer.add(property);
            }
        }
        return fewer;
    }

    static MqttConnAckMessage refused(MqttConnectReturnCode code, String reason) {
        return MqttMessageBuilders.connAck()
                .returnCode(code)
                .sessionPresent(false)
                .properties(reason(reason))
                .build();
    }

    static MqttMessage pubAck(int packetId) {
        return new MqttPubAckMessage(PUBACK, MqttMessageIdVariableHeader.from(packetId));
    }

    static MqttMessage pubAck(int packetId, MqttReasonCodes.PubAck code, String reason) {
        return new MqttPubAckMessage(
                PUBACK, new MqttPubReplyMessageVariableHeader(packetId, code.byteValue(), reason(reason)));
    }

    static MqttMessage pubRec(int packetId) {
        return new MqttMessage(PUBREC, MqttMessageIdVariableHeader.from(packetId));
    }

    /** The PUBREC that ends a message; its codes are those of PUBACK. */
    static MqttMessage pubRec(int packetId, MqttReasonCodes.PubAck code, String reason) {
        return new MqttMessage(
                PUBREC, new MqttPubReplyMessageVariableHeader(packetId, code.byteValue(), reason(reason)));
    }

    static MqttMessage pubComp(int packetId) {
        return new MqttMessage(PUBCOMP, MqttMessageIdVariableHeader.from(packetId));
    }

    /** Only for a client of MQTT 5: it has released a message that is not here. */
    static MqttMessage pubCompOfNothing(int packetId) {
        return new MqttMessage(
                PUBCOMP,
                new MqttPubReplyMessageVariableHeader(
                        packetId,
                        MqttReasonCodes.PubComp.PACKET_IDENTIFIER_NOT_FOUND.byteValue(),
                        MqttProperties.NO_PROPERTIES));
    }

    /** What tells a client of MQTT 5 that stays connected; empty when a PUBACK cannot. */
    static Optional<MqttReasonCodes.PubAck> pubAckCode(String topic, MqttReasonCodes.Disconnect code) {
        return code == MqttReasonCodes.Disconnect.NOT_AUTHORIZED
                ? Optional.of(MqttReasonCodes.PubAck.NOT_AUTHORIZED)
                : code == MqttReasonCodes.Disconnect.TOPIC_NAME_INVALID && topic.startsWith("$")
                        ? Optional.of(MqttReasonCodes.PubAck.TOPIC_NAME_INVALID)
                        : Optional.empty();
    }

    static MqttMessage subAck(int packetId, List<Integer> codes, String reason) {
        return new MqttSubAckMessage(
                SUBACK,
                new MqttMessageIdAndPropertiesVariableHeader(packetId, reason(reason)),
                new MqttSubAckPayload(codes));
    }

    /** For a client of MQTT 3.1.1. */
    static MqttMessage unsubAck(int packetId) {
        return new MqttUnsubAckMessage(UNSUBACK, MqttMessageIdVariableHeader.from(packetId));
    }

    static MqttMessage unsubAck(int packetId, List<MqttReasonCodes.UnsubAck> codes) {
        return new MqttUnsubAckMessage(
                UNSUBACK,
                new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
                new MqttUnsubAckPayload(codes.stream()
                        .map(code -> (short) (code.byteValue() & 0xFF))
                        .toList()));
    }

    /** Only for a client of MQTT 5: earlier versions have no such packet of the server. */
    static MqttMessage disconnect(MqttReasonCodes.Disconnect code, String reason) {
        return new MqttMessage(
                DISCONNECT, new MqttReasonCodeAndPropertiesVariableHeader(code.byteValue(), reason(reason)));
    }

    /** Whether it is a DISCONNECT that was not made here: those of the broker tell a reason. */
    static boolean isForeignDisconnect(MqttMessage packet) {
        return packet.fixedHeader().messageType() == MqttMessageType.DISCONNECT
                && !(packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                        && header.reasonCode() != MqttReasonCodeAndPropertiesVariableHeader.REASON_CODE_OK);
    }

    private static MqttProperties reason(String text) {
        if (text.isEmpty()) {
            return MqttProperties.NO_PROPERTIES;
        }
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.StringProperty(MqttPropertyType.REASON_STRING.value(), Refusal.shown(text)));
        return properties;
    }
}
