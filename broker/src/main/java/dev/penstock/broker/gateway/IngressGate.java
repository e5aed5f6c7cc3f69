package dev.penstock.broker.gateway;

import dev.penstock.broker.Qos2;
import dev.penstock.broker.engine.EngineConnection;
import dev.penstock.broker.engine.EngineEvent;
import dev.penstock.broker.engine.Outbox;
import dev.penstock.broker.presence.DisconnectReason;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
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
 * One connected client, from its CONNECT to its end: puts its packets into the queue, those that must not overtake each
 * other, answers pings, publishes the will. Confined to the channel's loop.
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
    private final Drain drain;
    private final Lifetime lifetime;
    private final Publishing publishing;
    private final SubscribeCheck subscribes;
    private final AtomicInteger acksUnderWay = new AtomicInteger();
    private final Presence presence = new Presence();
    private boolean counted;
    private boolean greeted;
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
        this.drain = new Drain(channel);
        this.lifetime = new Lifetime(channel, ingress.time());
        this.publishing = new Publishing(channel, ingress, client, engine, queue, this::refuse);
        this.subscribes = new SubscribeCheck(client, ingress.settings());
    }

    void connect() {
        counted = true;
        ingress.traffic().connections.incrementAndGet();
        CompletionStage<?> alone = ingress.connections().add(clientId, this);
        queue.add(new EnginePassage(clientId, () -> alone.thenCompose(older -> open()), () -> {
            if (engine.isConnected()) {
                subscribes.resume(engine.filters());
            }
            // Who has had its CONNACK was connected, although it may have gone before this is known here.
            if (engine.isConnected() || greeted) {
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
            ctx.write(Answers.connected(
                            request,
                            answer.variableHeader().isSessionPresent(),
                            ingress.settings().qos2()))
                    .addListener(new Greeting(clientId, promise))
                    .addListener(written -> greeted = written.isSuccess());
        } else if (packet instanceof MqttMessage message && Answers.isForeignDisconnect(message)) {
            promise.trySuccess();
        } else {
            ctx.write(packet, promise);
            if (packet instanceof MqttPublishMessage && lifetime.isOver() && !refused) {
                outlived();
            }
        }
    }

    private void outlived() {
        presence.endsBecause(DisconnectReason.WEBSOCKET_TTL_EXPIRATION);
        refuse(new Refusal(
                Disconnect.ADMINISTRATIVE_ACTION,
                "a WebSocket lasts %d hours".formatted(Lifetime.OF_WEB_SOCKET.toHours())));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        if (refused || goodbye || !channel.isActive() || !(packet instanceof MqttMessage message)) {
            ReferenceCountUtil.release(packet);
        } else if (lifetime.isOver()) {
            ReferenceCountUtil.release(packet);
            outlived();
        } else if (message.decoderResult().isFailure()) {
            refuseUndecodable(message);
        } else if (message instanceof MqttPublishMessage publish) {
            try {
                publishing.take(publish);
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
            case PUBREL -> release(packet);
            case PINGREQ -> channel.writeAndFlush(MqttMessage.PINGRESP);
            case CONNECT -> refuse(new Refusal(Disconnect.PROTOCOL_ERROR, "it sent CONNECT for the second time"));
            default -> refuseUnknown(type);
        }
    }

    private void refuseUnknown(MqttMessageType type) {
        refuse(new Refusal(Disconnect.PROTOCOL_ERROR, "it sent %s, which AWS IoT Core does not take".formatted(type)));
    }

    private void release(MqttMessage packet) {
        if (ingress.settings().qos2() == Qos2.DOWNGRADE) {
            publishing.release(((MqttMessageIdVariableHeader) packet.variableHeader()).messageId());
        } else {
            refuseUnknown(packet.fixedHeader().messageType());
        }
    }

    private void acknowledge(int packetId) {
        if (acksUnderWay.incrementAndGet() > MAX_ACKS_UNDER_WAY) {
            refuse(new Refusal(Disconnect.PROTOCOL_ERROR, "it sends PUBACKs for messages that it was not sent"));
            return;
        }
        engine.acknowledge(packetId).whenComplete((done, failure) -> acksUnderWay.decrementAndGet());
    }

    private void subscribe(MqttSubscribeMessage packet) {
        Optional<Refusal> problem = subscribes.problem(packet);
        if (problem.isPresent()) {
            refuse(problem.get());
            return;
        }
        if (subscribes.isIgnored(packet)) {
            return;
        }
        SubscribeCheck.Verdict verdict = subscribes.verdict(packet);
        MqttMessage answer =
                Answers.subAck(packet.variableHeader().messageId(), verdict.codes(), request.reason(verdict.reason()));
        enqueue(() -> engine.subscribe(verdict.granted(), answer), () -> presence.subscribed(verdict.granted()));
    }

    private void unsubscribe(MqttUnsubscribeMessage packet) {
        List<String> filters = packet.payload().topics();
        Optional<Refusal> problem = SubscribeCheck.problem(filters);
        if (problem.isPresent()) {
            refuse(problem.get());
            return;
        }
        int packetId = packet.variableHeader().messageId();
        subscribes.forget(filters);
        enqueue(
                () -> engine.unsubscribe(
                        filters,
                        existed -> isMqtt5
                                ? Answers.unsubAck(packetId, SubscribeCheck.codes(filters, existed))
                                : Answers.unsubAck(packetId)),
                () -> presence.unsubscribed(filters));
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
        if (message.fixedHeader() != null && message.fixedHeader().messageType() == MqttMessageType.PUBLISH) {
            publishing.takeUndecodable(message);
        } else {
            Throwable cause = message.decoderResult().cause();
            Disconnect code = cause instanceof BrokenPacket broken ? broken.code() : Disconnect.MALFORMED_PACKET;
            refuse(new Refusal(code, "what it sent is not MQTT: " + cause.getMessage()));
        }
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
            ChannelFuture told =
                    channel.writeAndFlush(Answers.disconnect(refusal.code(), request.reason(refusal.why())));
            if (isSending(refusal.code())) {
                LingeringClose.of(channel, told);
                return;
            }
        }
        channel.close();
    }

    /** Whether the client is most likely sending more just now. */
    private static boolean isSending(Disconnect code) {
        return code == Disconnect.PACKET_TOO_LARGE || code == Disconnect.RECEIVE_MAXIMUM_EXCEEDED;
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
        } else if (event instanceof IdleStateEvent) {
            silent();
        }
    }

    private void silent() {
        if (drain.isStuck()) {
            refuse(new Refusal(
                    Disconnect.KEEP_ALIVE_TIMEOUT,
                    "it has read nothing of what is sent to it for one and a half times its keep-alive"));
        } else if (!queue.excusesSilence()) {
            refuse(new Refusal(Disconnect.KEEP_ALIVE_TIMEOUT, "silent for one and a half times its keep-alive"));
        }
    }

    /** Counted last: who sees a connection less finds its session left, and its end and its will on their way. */
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        CompletionStage<?> left = engine.closed();
        try {
            lost();
        } finally {
            if (counted) {
                counted = false;
                left.whenComplete(
                        (done, failure) -> ingress.traffic().connections.decrementAndGet());
            }
        }
    }

    private void lost() {
        ingress.connections().remove(clientId, this);
        if (ingress.isClosing()) {
            queue.dropAll();
            return;
        }
        queue.add(new EnginePassage(clientId, () -> TOO_LATE, presence::end));
        if (!withoutWill) {
            request.will().ifPresent(publishing::publish);
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
