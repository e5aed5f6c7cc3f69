package dev.penstock.broker.gateway;

import dev.penstock.broker.engine.EngineConnection;
import dev.penstock.platform.data.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connected client: checks its packets, puts publishes and what must not overtake them into the queue, answers pings,
 * publishes the will. Confined to the channel's loop.
 */
final class IngressGate extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(IngressGate.class);

    /** A subscriber has a window of 10 messages to acknowledge; more than this is nonsense that would pile up. */
    private static final int MAX_ACKS_UNDER_WAY = 100;

    private static final CompletionStage<?> TOO_LATE = CompletableFuture.completedStage(null);

    private final Channel channel;
    private final Ingress ingress;
    private final String clientId;
    private final String sourceIp;
    private final Optional<LastWill> will;
    private final EngineConnection engine;
    private final PacketQueue queue;
    private final SubscribeCheck subscribes;
    private final AtomicInteger acksUnderWay = new AtomicInteger();
    private boolean counted;
    private boolean goodbye;
    private boolean refused;

    IngressGate(Channel channel, Ingress ingress, String clientId, Optional<LastWill> will) {
        this.channel = channel;
        this.ingress = ingress;
        this.clientId = clientId;
        this.sourceIp = addressOf(channel);
        this.will = will;
        this.engine = ingress.engine().attach(channel);
        this.queue = new PacketQueue(channel);
        this.subscribes = new SubscribeCheck(clientId);
    }

    private static String addressOf(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress socket && socket.getAddress() != null
                ? socket.getAddress().getHostAddress()
                : "";
    }

    void connect(MqttConnectMessage connect) {
        counted = true;
        ingress.traffic().connections.incrementAndGet();
        queue.add(new EnginePassage(clientId, () -> engine.connect(connect), () -> {
            if (!engine.isConnected()) {
                channel.close();
            }
        }));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        if (refused || goodbye || !channel.isActive() || !(packet instanceof MqttMessage message)) {
            ReferenceCountUtil.release(packet);
        } else if (message.decoderResult().isFailure()) {
            refuseUndecodable(message);
        } else if (message instanceof MqttPublishMessage publish) {
            try {
                publish(publish);
            } finally {
                publish.release();
            }
        } else {
            control(message);
        }
    }

    private void control(MqttMessage packet) {
        MqttMessageType type = packet.fixedHeader().messageType();
        switch (type) {
            case SUBSCRIBE -> subscribe((MqttSubscribeMessage) packet);
            case UNSUBSCRIBE -> {
                subscribes.forget((MqttUnsubscribeMessage) packet);
                enqueue(packet);
            }
            case DISCONNECT -> {
                goodbye = true;
                enqueue(packet);
            }
            // These two do not overtake anything that matters, and must get through while publishes are held.
            case PUBACK -> acknowledged(packet);
            case PINGREQ -> channel.writeAndFlush(MqttMessage.PINGRESP);
            default -> refuse("it sent %s, which AWS IoT Core does not take".formatted(type));
        }
    }

    private void acknowledged(MqttMessage packet) {
        if (acksUnderWay.incrementAndGet() > MAX_ACKS_UNDER_WAY) {
            refuse("it sends PUBACKs for messages that it was not sent");
            return;
        }
        engine.acknowledge(packet).whenComplete((done, failure) -> acksUnderWay.decrementAndGet());
    }

    private void publish(MqttPublishMessage packet) {
        MqttPublishVariableHeader header = packet.variableHeader();
        int qos = packet.fixedHeader().qosLevel().value();
        ByteBuf content = packet.payload();
        Optional<String> problem = qos > 1
                ? Optional.of("QoS 2 is not supported by AWS IoT Core; publish with QoS 0 or 1")
                : content.readableBytes() > BrokerLimits.MAX_PAYLOAD_BYTES
                        ? Optional.of(tooLong(content.readableBytes()))
                        : BrokerLimits.topicProblem(header.topicName());
        if (problem.isPresent()) {
            refusePublish(header.topicName(), problem.get());
            return;
        }
        byte[] payload = new byte[content.readableBytes()];
        content.readBytes(payload);
        queue.add(passage(
                header.topicName(),
                Bytes.wrap(payload),
                qos,
                packet.fixedHeader().isRetain(),
                header.packetId()));
    }

    private PublishPassage passage(String topic, Bytes payload, int qos, boolean retain, int packetId) {
        return new PublishPassage(
                channel, ingress, ingress.admit(topic, payload, qos, retain, clientId, sourceIp), packetId);
    }

    private void subscribe(MqttSubscribeMessage packet) {
        Optional<String> problem = subscribes.problem(packet);
        if (problem.isPresent()) {
            refuse(problem.get());
            return;
        }
        Optional<MqttMessage> refusal = subscribes.refusal(packet);
        if (refusal.isPresent()) {
            channel.writeAndFlush(refusal.get());
            return;
        }
        enqueue(packet);
    }

    private void enqueue(MqttMessage packet) {
        queue.add(new EnginePassage(clientId, () -> channel.isActive() ? engine.handle(packet) : TOO_LATE, () -> {}));
    }

    private void refuseUndecodable(MqttMessage message) {
        Throwable cause = message.decoderResult().cause();
        if (message.fixedHeader() != null && message.fixedHeader().messageType() == MqttMessageType.PUBLISH) {
            String topic =
                    message.variableHeader() instanceof MqttPublishVariableHeader header ? header.topicName() : "?";
            refusePublish(
                    topic,
                    cause instanceof TooLongFrameException
                            ? tooLong(message.fixedHeader().remainingLength())
                            : String.valueOf(cause.getMessage()));
        } else {
            refuse("what it sent is not MQTT 3.1.1: " + cause.getMessage());
        }
    }

    private static String tooLong(int bytes) {
        return "%d bytes are too long, AWS IoT Core takes payloads up to %d bytes"
                .formatted(bytes, BrokerLimits.MAX_PAYLOAD_BYTES);
    }

    private void refusePublish(String topic, String why) {
        ingress.traffic().refused.increment();
        refuse("its publish to '%s' is refused: %s".formatted(topic, why));
    }

    private void refuse(String why) {
        refused = true;
        log.warn("closing the connection of client {}: {}", clientId, why);
        channel.close();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        queue.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        queue.writabilityChanged();
        if (channel.isWritable()) {
            engine.writable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        // While the queue is full nothing is read: silence is the broker's own doing then.
        if (event instanceof IdleStateEvent && !queue.isPaused()) {
            log.warn("closing the connection of client {}: silent for one and a half times its keep-alive", clientId);
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (counted) {
            counted = false;
            ingress.traffic().connections.decrementAndGet();
        }
        engine.closed();
        if (ingress.isClosing()) {
            queue.dropAll();
        } else if (!goodbye) {
            will.ifPresent(last -> queue.add(passage(last.topic(), last.payload(), last.qos(), last.retain(), 0)));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("the connection of client {} broke", clientId, cause);
        } else {
            log.warn("closing the connection of client {}: unexpected failure", clientId, cause);
        }
        channel.close();
    }
}
