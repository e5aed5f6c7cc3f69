package dev.penstock.broker.gateway;

import dev.penstock.broker.MessageProperties;
import dev.penstock.broker.engine.EngineConnection;
import dev.penstock.broker.engine.EngineEvent;
import dev.penstock.broker.engine.Outbox;
import dev.penstock.broker.presence.DisconnectReason;
import dev.penstock.platform.data.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodes;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connected client: checks its packets, puts publishes and what must not overtake them into the queue, answers pings,
 * publishes the will. Confined to the channel's loop.
 */
final class IngressGate extends ChannelDuplexHandler {
    private static final Logger log = LoggerFactory.getLogger(IngressGate.class);

    /** A subscriber has a window of messages to acknowledge; more than this is nonsense that would pile up. */
    private static final int MAX_ACKS_UNDER_WAY = 2 * Outbox.WINDOW;

    private static final CompletionStage<?> TOO_LATE = CompletableFuture.completedStage(null);

    private final Channel channel;
    private final Ingress ingress;
    private final Client client;
    private final ConnectRequest request;
    private final String clientId;
    private final boolean isMqtt5;
    private final EngineConnection engine;
    private final PacketQueue queue;
    private final SubscribeCheck subscribes;
    private final TopicAliases aliases = new TopicAliases();
    private final AtomicInteger acksUnderWay = new AtomicInteger();
    private final Runnable acknowledged = this::publishEnded;
    private final Presence presence = new Presence();
    private int unacknowledged;
    private boolean counted;
    private boolean goodbye;
    private boolean withoutWill;
    private boolean refused;

    IngressGate(Channel channel, Ingress ingress, Client client) {
        this.channel = channel;
        this.ingress = ingress;
        this.client = client;
        this.request = client.request();
        this.clientId = request.terms().clientId();
        this.isMqtt5 = request.terms().isMqtt5();
        this.engine = ingress.engine().attach(channel);
        this.queue = new PacketQueue(channel, this::leave);
        this.subscribes = new SubscribeCheck(client);
    }

    void connect() {
        counted = true;
        ingress.traffic().connections.incrementAndGet();
        CompletionStage<?> alone = ingress.connections().add(clientId, this);
        queue.add(new EnginePassage(clientId, () -> alone.thenCompose(older -> open()), () -> {
            if (engine.isConnected()) {
                presence.begin(ingress.events().connected(client.live()));
            } else {
                channel.close();
            }
        }));
    }

    private CompletionStage<?> open() {
        return whenEventsAreReady(() -> engine.connect(client.terms()));
    }

    /** For what causes a lifecycle event: those are never left out, so it waits while rules do not accept them. */
    private CompletionStage<?> whenEventsAreReady(Supplier<CompletionStage<?>> work) {
        CompletionStage<?> ready = ingress.events().ready();
        return ready.toCompletableFuture().isDone()
                ? whileOpen(work)
                : ready.thenComposeAsync(now -> whileOpen(work), channel.eventLoop());
    }

    private CompletionStage<?> whileOpen(Supplier<CompletionStage<?>> work) {
        return channel.isActive() ? work.get() : TOO_LATE;
    }

    Channel channel() {
        return channel;
    }

    /** Ends the connection from outside; on any thread. */
    void end(Refusal why, boolean preventWill) {
        channel.eventLoop().execute(() -> {
            if (channel.isActive() && !goodbye) {
                withoutWill |= preventWill;
                refuse(why);
            }
        });
    }

    /**
     * The engine knows whether there was a session; what a client of MQTT 5 is told besides is the gateway's. So is the
     * DISCONNECT: when a client id is taken over just as its CONNACK goes out, Moquette sends one of its own, without a
     * reason and to clients of MQTT 3.1.1 too.
     */
    @Override
    public void write(ChannelHandlerContext ctx, Object packet, ChannelPromise promise) {
        if (packet instanceof MqttConnAckMessage answer) {
            ctx.write(Answers.connected(request, answer.variableHeader().isSessionPresent()))
                    .addListener(new Greeting(clientId, promise));
        } else if (packet instanceof MqttMessage message && Answers.isForeignDisconnect(message)) {
            promise.trySuccess();
        } else {
            ctx.write(packet, promise);
        }
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
            case UNSUBSCRIBE -> unsubscribe((MqttUnsubscribeMessage) packet);
            case DISCONNECT -> disconnect(packet);
            // These two do not overtake anything that matters, and must get through while publishes are held.
            case PUBACK -> acknowledge(((MqttMessageIdVariableHeader) packet.variableHeader()).messageId());
            case PINGREQ -> channel.writeAndFlush(MqttMessage.PINGRESP);
            default ->
                refuse(new Refusal(
                        Disconnect.PROTOCOL_ERROR, "it sent %s, which AWS IoT Core does not take".formatted(type)));
        }
    }

    private void acknowledge(int packetId) {
        if (acksUnderWay.incrementAndGet() > MAX_ACKS_UNDER_WAY) {
            refuse(new Refusal(Disconnect.PROTOCOL_ERROR, "it sends PUBACKs for messages that it was not sent"));
            return;
        }
        engine.acknowledge(packetId).whenComplete((done, failure) -> acksUnderWay.decrementAndGet());
    }

    private void publish(MqttPublishMessage packet) {
        MqttPublishVariableHeader header = packet.variableHeader();
        String topic = aliases.topicOf(header);
        Optional<Refusal> problem = PublishCheck.problem(packet, topic);
        int qos = packet.fixedHeader().qosLevel().value();
        if (problem.isPresent() || topic == null) {
            refusePublish(header.topicName(), qos == 1 ? header.packetId() : 0, problem.orElseThrow());
            return;
        }
        Optional<String> denial =
                client.publishDenial(topic, packet.fixedHeader().isRetain());
        if (denial.isPresent()) {
            refusePublish(
                    topic, qos == 1 ? header.packetId() : 0, new Refusal(Disconnect.NOT_AUTHORIZED, denial.get()));
            return;
        }
        if (qos == 1 && ++unacknowledged > Outbox.WINDOW && isMqtt5) {
            refuse(new Refusal(
                    Disconnect.RECEIVE_MAXIMUM_EXCEEDED,
                    "it has more than %d messages that are not acknowledged".formatted(Outbox.WINDOW)));
            return;
        }
        ByteBuf content = packet.payload();
        byte[] payload = new byte[content.readableBytes()];
        content.readBytes(payload);
        queue.add(passage(
                topic,
                Bytes.wrap(payload),
                qos,
                packet.fixedHeader().isRetain(),
                ReceivedProperties.message(header.properties()),
                header.packetId()));
    }

    private PublishPassage passage(
            String topic, Bytes payload, int qos, boolean retain, MessageProperties properties, int packetId) {
        return new PublishPassage(
                channel,
                ingress,
                ingress.admit(client.publisher(), topic, payload, qos, retain, properties),
                packetId,
                acknowledged);
    }

    private void publishEnded() {
        unacknowledged--;
    }

    /** A client of MQTT 5 that waits for an answer may stay when it only has no business on this topic. */
    private void refusePublish(String topic, int packetId, Refusal refusal) {
        ingress.traffic().refused.increment();
        Refusal named =
                new Refusal(refusal.code(), "its publish to '%s' is refused: %s".formatted(topic, refusal.why()));
        Optional<MqttReasonCodes.PubAck> code = Answers.pubAckCode(topic, refusal.code());
        if (!isMqtt5 || packetId <= 0 || code.isEmpty()) {
            refuse(named);
            return;
        }
        log.warn("refused client {}: {}", clientId, named.why());
        queue.add(new EnginePassage(
                clientId,
                () -> TOO_LATE,
                () -> channel.write(Answers.pubAck(packetId, code.get(), reason(refusal.why())))));
    }

    private void subscribe(MqttSubscribeMessage packet) {
        Optional<Refusal> problem = subscribes.problem(packet);
        if (problem.isPresent()) {
            refuse(problem.get());
            return;
        }
        SubscribeCheck.Verdict verdict = subscribes.verdict(packet);
        MqttMessage answer =
                Answers.subAck(packet.variableHeader().messageId(), verdict.codes(), reason(verdict.reason()));
        enqueue(() -> engine.subscribe(verdict.granted(), answer), () -> presence.subscribed(verdict.granted()));
    }

    private void unsubscribe(MqttUnsubscribeMessage packet) {
        List<String> filters = packet.payload().topics();
        if (filters.isEmpty()) {
            refuse(new Refusal(Disconnect.PROTOCOL_ERROR, "it unsubscribed from nothing"));
            return;
        }
        int packetId = packet.variableHeader().messageId();
        subscribes.forget(filters);
        enqueue(
                () -> engine.unsubscribe(
                        filters,
                        existed -> isMqtt5 ? Answers.unsubAck(packetId, codes(existed)) : Answers.unsubAck(packetId)),
                () -> presence.unsubscribed(filters));
    }

    private static List<MqttReasonCodes.UnsubAck> codes(List<Boolean> existed) {
        return existed.stream()
                .map(was -> was ? MqttReasonCodes.UnsubAck.SUCCESS : MqttReasonCodes.UnsubAck.NO_SUBSCRIPTION_EXISTED)
                .toList();
    }

    private void disconnect(MqttMessage packet) {
        Goodbye said = Goodbye.of(packet, request, ingress.settings());
        if (said.problem().isPresent()) {
            refuse(said.problem().get());
            return;
        }
        goodbye = true;
        withoutWill = !said.wantsWill();
        presence.endsBecause(DisconnectReason.CLIENT_INITIATED_DISCONNECT);
        queue.add(new EnginePassage(clientId, () -> whileOpen(() -> engine.disconnect(said.expiry())), () -> {}));
    }

    private void enqueue(Supplier<CompletionStage<?>> work, Runnable after) {
        queue.add(new EnginePassage(clientId, () -> whenEventsAreReady(work), after));
    }

    private void refuseUndecodable(MqttMessage message) {
        Throwable cause = message.decoderResult().cause();
        String why = String.valueOf(cause.getMessage());
        if (message.fixedHeader() == null || message.fixedHeader().messageType() != MqttMessageType.PUBLISH) {
            refuse(new Refusal(Disconnect.MALFORMED_PACKET, "what it sent is not MQTT: " + why));
            return;
        }
        String topic = message.variableHeader() instanceof MqttPublishVariableHeader header ? header.topicName() : "?";
        boolean isTooLong = cause instanceof TooLongFrameException;
        Disconnect code = isTooLong
                ? Disconnect.PACKET_TOO_LARGE
                : why.contains("topic name") ? Disconnect.TOPIC_NAME_INVALID : Disconnect.MALFORMED_PACKET;
        refusePublish(
                topic,
                0,
                new Refusal(
                        code,
                        isTooLong ? PublishCheck.tooLong(message.fixedHeader().remainingLength()) : why));
    }

    private void refuse(Refusal refusal) {
        refused = true;
        log.warn("closing the connection of client {}: {}", clientId, refusal.why());
        leave(refusal);
    }

    /** Closes the connection. A socket that takes no more must not keep it open: the DISCONNECT is lost then. */
    private void leave(Refusal refusal) {
        presence.endsBecause(refusal.code());
        if (isMqtt5 && channel.isActive()) {
            ChannelFuture told = channel.writeAndFlush(Answers.disconnect(refusal.code(), reason(refusal.why())));
            if (refusal.code() == Disconnect.PACKET_TOO_LARGE) {
                LingeringClose.of(channel, told);
                return;
            }
        }
        channel.close();
    }

    private String reason(String why) {
        boolean fits = request.terms().maximumPacketBytes() >= Refusal.MAX_PACKET_BYTES;
        return isMqtt5 && request.wantsReasons() && fits ? why : "";
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
        if (event == EngineEvent.TAKEN_OVER) {
            refuse(new Refusal(Disconnect.SESSION_TAKEN_OVER, "another connection has come with its client id"));
        } else if (event instanceof Revocation revoked) {
            if (revoked.principal().equals(client.principal())) {
                presence.endsBecause(DisconnectReason.AUTH_ERROR);
                refuse(new Refusal(Disconnect.ADMINISTRATIVE_ACTION, "its certificate may not be used any more"));
            }
        } else if (event == GatewayEvent.GOODBYE) {
            goodbye = true;
            withoutWill = true;
            presence.endsBecause(DisconnectReason.CLIENT_INITIATED_DISCONNECT);
        } else if (event == GatewayEvent.SHUTDOWN) {
            leave(new Refusal(Disconnect.SERVER_SHUTTING_DOWN, "the broker ends"));
        } else if (event instanceof IdleStateEvent && !queue.excusesSilence()) {
            refuse(new Refusal(Disconnect.KEEP_ALIVE_TIMEOUT, "silent for one and a half times its keep-alive"));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (counted) {
            counted = false;
            ingress.traffic().connections.decrementAndGet();
        }
        engine.closed();
        ingress.connections().remove(clientId, this);
        if (ingress.isClosing()) {
            queue.dropAll();
            return;
        }
        queue.add(new EnginePassage(clientId, () -> TOO_LATE, presence::end));
        if (!withoutWill) {
            request.will()
                    .ifPresent(last -> queue.add(
                            passage(last.topic(), last.payload(), last.qos(), last.retain(), last.properties(), 0)));
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
