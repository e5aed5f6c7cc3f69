package dev.penstock.broker.gateway;

import dev.penstock.broker.DenialsV3;
import dev.penstock.broker.engine.SessionTerms;
import dev.penstock.broker.policy.Admission;
import dev.penstock.broker.policy.ClientFacts;
import dev.penstock.broker.policy.Principal;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttIdentifierRejectedException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the CONNECT of a connection and refuses what AWS refuses. When it accepts one, an {@link IngressGate} takes its
 * place; user names and passwords are SDK metrics here and go no further.
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
        Optional<ConnectCheck.Problem> problem =
                ConnectCheck.problem(connect, ingress.settings().qos2());
        if (problem.isPresent()) {
            refuse(
                    ctx,
                    ConnectRequest.clientId(connect),
                    problem.get().code(),
                    problem.get().why());
            return;
        }
        ConnectRequest request = ConnectRequest.of(connect, ingress.settings());
        Optional<String> tooOften = ingress.connectRates().problem(ConnectRequest.clientId(connect));
        if (tooOften.isPresent()) {
            refuse(
                    ctx,
                    request.terms().clientId(),
                    quotaExceeded(request.terms().isMqtt5()),
                    tooOften.get());
            return;
        }
        Optional<String> elsewhere = CustomAuthorizer.problem(connect);
        if (elsewhere.isPresent()) {
            refuseUnauthorized(ctx, request, elsewhere.get());
            return;
        }
        Admission admission = admission(ctx.channel());
        if (admission.principal().isEmpty()) {
            ingress.authorizer().turnedAway(facts(ctx.channel(), request), admission.reason());
            refuseUnauthorized(ctx, request, admission.reason());
            return;
        }
        Client client = client(ctx.channel(), request, admission.principal().get());
        Optional<String> denial = client.connectDenial();
        if (denial.isPresent()) {
            ingress.events().refused(client.live());
            refuseUnauthorized(ctx, request, denial.get());
            return;
        }
        IngressGate gate = new IngressGate(ctx.channel(), ingress, client);
        ctx.pipeline().addAfter(ctx.name(), "ingressGate", gate);
        gate.connect();
        ctx.pipeline().remove(this);
    }

    private Client client(Channel channel, ConnectRequest request, Principal principal) {
        ClientFacts facts = facts(channel, request);
        Publisher publisher = new Publisher(facts.clientId(), facts.sourceIp(), principal.id());
        return new Client(request, publisher, principal, ingress.authorizer().permissions(principal, facts));
    }

    private static ClientFacts facts(Channel channel, ConnectRequest request) {
        SessionTerms terms = request.terms();
        return new ClientFacts(
                terms.clientId(),
                Publisher.addressOf(channel),
                !terms.expiry().isZero(),
                request.will().isPresent(),
                ServerName.of(channel));
    }

    private Admission admission(Channel channel) {
        Door door = Optional.ofNullable(channel.attr(Door.KEY).get()).orElse(Door.OPEN);
        if (!door.wantsCertificate()) {
            return new Admission(door.principal(), "");
        }
        return ShownCertificate.of(channel)
                .map(ingress.authorizer()::admit)
                .orElseGet(() -> Admission.refused("it showed no client certificate; MQTT over TLS needs one"));
    }

    private static @Nullable MqttConnectReturnCode quotaExceeded(boolean isMqtt5) {
        return isMqtt5 ? MqttConnectReturnCode.CONNECTION_REFUSED_QUOTA_EXCEEDED : null;
    }

    private void refuseUnauthorized(ChannelHandlerContext ctx, ConnectRequest request, String why) {
        refuse(ctx, request.terms().clientId(), notAuthorized(request.terms().isMqtt5()), why);
    }

    /** AWS answers a client of MQTT 3.1.1 with nothing but the end of the connection. */
    private @Nullable MqttConnectReturnCode notAuthorized(boolean isMqtt5) {
        if (isMqtt5) {
            return MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5;
        }
        return ingress.settings().denialsV3().connect() == DenialsV3.OfConnect.CONNACK5
                ? MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED
                : null;
    }

    private static void refuseUndecodable(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof MqttUnacceptableProtocolVersionException) {
            refuse(
                    ctx,
                    "",
                    MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION,
                    "its protocol version is unknown; configure the client for MQTT 3.1.1 or 5");
        } else if (cause instanceof MqttIdentifierRejectedException) {
            refuse(
                    ctx,
                    "",
                    MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED,
                    String.valueOf(cause.getMessage()));
        } else {
            log.warn(
                    "closing the connection from {}: what it sent is not MQTT: {}",
                    ctx.channel().remoteAddress(),
                    cause.getMessage());
            answerBroken(ctx, cause);
        }
    }

    private static void answerBroken(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof BrokenPacket broken && broken.isMqtt5()) {
            ctx.writeAndFlush(Answers.broken(broken.code())).addListener(ChannelFutureListener.CLOSE);
        } else {
            ctx.close();
        }
    }

    /** @param code null when the connection is closed without a CONNACK */
    private static void refuse(
            ChannelHandlerContext ctx, String clientId, @Nullable MqttConnectReturnCode code, String why) {
        log.warn(
                "refused the connection of client '{}' from {}: {}",
                clientId,
                ctx.channel().remoteAddress(),
                why);
        if (code == null) {
            ctx.close();
        } else {
            ctx.writeAndFlush(Answers.refused(code, why)).addListener(ChannelFutureListener.CLOSE);
        }
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
