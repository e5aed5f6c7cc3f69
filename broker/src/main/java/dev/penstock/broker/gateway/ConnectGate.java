package dev.penstock.broker.gateway;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttIdentifierRejectedException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the CONNECT of a connection and refuses what AWS refuses. An accepted one goes on without will and
 * credentials (wills are the gateway's; user names are SDK metrics here), and an {@link IngressGate} takes this place.
 */
final class ConnectGate extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(ConnectGate.class);

    private final Ingress ingress;
    private boolean decided;

    ConnectGate(Ingress ingress) {
        this.ingress = ingress;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        if (decided || !(packet instanceof MqttMessage message)) {
            ReferenceCountUtil.release(packet);
            return;
        }
        decided = true;
        if (message.decoderResult().isFailure()) {
            refuseUndecodable(ctx, message.decoderResult().cause());
        } else if (message instanceof MqttConnectMessage connect) {
            decide(ctx, connect);
        } else {
            ReferenceCountUtil.release(packet);
            log.warn(
                    "closing the connection from {}: it must begin with CONNECT, not {}",
                    ctx.channel().remoteAddress(),
                    message.fixedHeader().messageType());
            ctx.close();
        }
    }

    private void decide(ChannelHandlerContext ctx, MqttConnectMessage connect) {
        String clientId =
                Optional.ofNullable(connect.payload().clientIdentifier()).orElse("");
        boolean clean = connect.variableHeader().isCleanSession();
        if (connect.variableHeader().version() == MqttVersion.MQTT_5.protocolLevel()) {
            refuse(
                    ctx,
                    clientId,
                    MqttConnectReturnCode.CONNECTION_REFUSED_UNSUPPORTED_PROTOCOL_VERSION,
                    "MQTT 5 is not emulated yet; configure the client for MQTT 3.1.1");
        } else if (connect.variableHeader().version() != MqttVersion.MQTT_3_1_1.protocolLevel()) {
            refuse(
                    ctx,
                    clientId,
                    MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION,
                    "MQTT 3.1 is unknown to AWS IoT Core; configure the client for MQTT 3.1.1");
        } else if (clientId.isEmpty() && !clean) {
            refuseIdentifier(ctx, clientId, "a persistent session needs a client id");
        } else if (clientId.startsWith("$")) {
            refuseIdentifier(ctx, clientId, "client ids that begin with $ are reserved");
        } else if (BrokerLimits.isLonger(clientId, BrokerLimits.MAX_CLIENT_ID_BYTES)) {
            refuseIdentifier(
                    ctx, clientId, "a client id has at most %d bytes".formatted(BrokerLimits.MAX_CLIENT_ID_BYTES));
        } else {
            decideWill(ctx, connect, clientId.isEmpty() ? "$GEN/" + UUID.randomUUID() : clientId);
        }
    }

    private void decideWill(ChannelHandlerContext ctx, MqttConnectMessage connect, String clientId) {
        Optional<LastWill> will = LastWill.of(connect);
        Optional<String> problem = will.flatMap(LastWill::problem);
        if (problem.isPresent()) {
            log.warn("closing the connection of client {} before CONNACK: {}", clientId, problem.get());
            ctx.close();
            return;
        }
        IngressGate gate = new IngressGate(ctx.channel(), ingress, clientId, will);
        ctx.pipeline().addAfter(ctx.name(), "ingressGate", gate);
        gate.connect(plain(connect, clientId));
        ctx.pipeline().remove(this);
    }

    private static MqttConnectMessage plain(MqttConnectMessage connect, String clientId) {
        MqttConnectVariableHeader header = connect.variableHeader();
        int keepAlive = header.keepAliveTimeSeconds();
        // DIFFERS: AWS raises 1 to 29 s to 30 s; see docs/differences.md#mqtt-keep-alive
        int effective = keepAlive == 0 ? BrokerLimits.MAX_KEEP_ALIVE_SECONDS : keepAlive;
        return MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_3_1_1)
                .clientId(clientId)
                .cleanSession(header.isCleanSession())
                .keepAlive(Math.min(effective, BrokerLimits.MAX_KEEP_ALIVE_SECONDS))
                .build();
    }

    private static void refuseUndecodable(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof MqttUnacceptableProtocolVersionException) {
            refuse(
                    ctx,
                    "",
                    MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION,
                    "its protocol version is unknown; configure the client for MQTT 3.1.1");
        } else if (cause instanceof MqttIdentifierRejectedException) {
            refuseIdentifier(ctx, "", String.valueOf(cause.getMessage()));
        } else {
            log.warn(
                    "closing the connection from {}: what it sent is not MQTT: {}",
                    ctx.channel().remoteAddress(),
                    cause.getMessage());
            ctx.close();
        }
    }

    private static void refuseIdentifier(ChannelHandlerContext ctx, String clientId, String why) {
        refuse(ctx, clientId, MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED, why);
    }

    private static void refuse(ChannelHandlerContext ctx, String clientId, MqttConnectReturnCode code, String why) {
        log.warn(
                "refused the connection of client '{}' from {}: {}",
                clientId,
                ctx.channel().remoteAddress(),
                why);
        MqttConnAckMessage answer = MqttMessageBuilders.connAck()
                .returnCode(code)
                .sessionPresent(false)
                .build();
        ctx.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent) {
            log.warn(
                    "closing the connection from {}: no {} within {} s",
                    ctx.channel().remoteAddress(),
                    MqttMessageType.CONNECT,
                    BrokerLimits.CONNECT_LIMIT_SECONDS);
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.debug("connection from {} broke before CONNECT", ctx.channel().remoteAddress(), cause);
        ctx.close();
    }
}
