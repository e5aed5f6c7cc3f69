package io.moquette.broker;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.broker.engine.Delivery;
import dev.penstock.broker.engine.EngineConnection;
import dev.penstock.broker.engine.Inbox;
import dev.penstock.broker.engine.Interest;
import dev.penstock.broker.engine.SessionTerms;
import dev.penstock.broker.engine.SharedFilter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * One connection inside Moquette, which takes every client for one of MQTT 5: as a client of MQTT 3.1.1 it would get a
 * handler that repeats messages every 5 s on a connection that is alive.
 */
@NullMarked
final class KernelConnection implements EngineConnection {
    private final MQTTConnection connection;
    private final PenstockKernel kernel;
    private String clientId = "";
    private volatile Inbox.@Nullable Receiver receiver;

    KernelConnection(MQTTConnection connection, PenstockKernel kernel) {
        this.connection = connection;
        this.kernel = kernel;
    }

    @Override
    public CompletionStage<?> connect(SessionTerms terms) {
        clientId = terms.clientId();
        MqttConnectMessage connect = MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId(clientId)
                .cleanSession(terms.cleanStart())
                .keepAlive(terms.keepAliveSeconds())
                .build();
        return answered(kernel.loops().run(clientId, "connect", () -> {
            if (connection.channel.isActive()) {
                kernel.sessions().announce(terms);
                connection.processConnect(connect);
                receiver = receiverOfThis();
            }
            return null;
        }));
    }

    /** On the session's loop: this connection is the last one that its session has seen. */
    private Inbox.@Nullable Receiver receiverOfThis() {
        PenstockSession session = kernel.sessions().retrieve(clientId);
        return session != null && session.isBoundTo(connection)
                ? session.inbox().receiver()
                : null;
    }

    @Override
    public Optional<Inbox.Receiver> receiver() {
        return Optional.ofNullable(receiver);
    }

    /** What a command has written is on the channel's loop: what runs there next runs when it was written. */
    private CompletionStage<?> answered(CompletionStage<?> command) {
        return command.thenRunAsync(() -> {}, connection.channel.eventLoop());
    }

    @Override
    public boolean isConnected() {
        return connection.isConnected();
    }

    @Override
    public Set<String> filters() {
        PenstockSession session = kernel.sessions().retrieve(clientId);
        return session == null ? Set.of() : Set.copyOf(session.interests().keySet());
    }

    @Override
    public CompletionStage<?> subscribe(List<Interest> interests, MqttMessage subAck) {
        return answered(withSession("subscription", session -> {
            List<PublishedMessage> retained = new ArrayList<>();
            List<Interest> receiving = new ArrayList<>();
            for (Interest interest : interests) {
                boolean isNew = session.subscribe(interest);
                if (isNew) {
                    kernel.tree().add(clientId, interest.filter());
                }
                if (wantsRetained(interest, isNew)) {
                    kernel.retained(interest.filter()).ifPresent(message -> {
                        retained.add(message);
                        receiving.add(interest);
                    });
                }
            }
            connection.channel.writeAndFlush(subAck);
            for (int i = 0; i < retained.size(); i++) {
                int qos = Math.min(
                        retained.get(i).qos(), receiving.get(i).option().qos().value());
                session.deliver(new Delivery(retained.get(i), qos, true));
            }
        }));
    }

    /** Only a filter that equals a topic finds a retained message. Source: AWS IoT Core developer guide, MQTT. */
    private static boolean wantsRetained(Interest interest, boolean isNew) {
        RetainedHandlingPolicy policy = interest.option().retainHandling();
        return !SharedFilter.isShared(interest.filter())
                && (policy == RetainedHandlingPolicy.SEND_AT_SUBSCRIBE
                        || (isNew && policy == RetainedHandlingPolicy.SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS));
    }

    @Override
    public CompletionStage<?> unsubscribe(List<String> filters, Function<List<Boolean>, MqttMessage> unsubAck) {
        return answered(withSession("end of a subscription", session -> {
            List<Boolean> existed = new ArrayList<>();
            for (String filter : filters) {
                boolean was = session.unsubscribe(filter);
                if (was) {
                    kernel.tree().remove(clientId, filter);
                }
                existed.add(was);
            }
            connection.channel.writeAndFlush(unsubAck.apply(existed));
        }));
    }

    @Override
    public CompletionStage<?> disconnect(Duration expiry) {
        return answered(withSession("goodbye", session -> {
            session.agree(session.terms().withExpiry(expiry));
            kernel.sessions().leave(session);
            connection.channel.close();
        }));
    }

    @Override
    public CompletionStage<?> acknowledge(int packetId) {
        return withSession("acknowledgement", session -> session.pubAckReceived(packetId));
    }

    /** Does something on the session's loop, unless another connection has taken the session over meanwhile. */
    private CompletionStage<?> withSession(String what, Consumer<PenstockSession> work) {
        if (!connection.isConnected()) {
            return CompletableFuture.failedStage(new IllegalStateException("not connected"));
        }
        return kernel.loops().run(clientId, what, () -> {
            PenstockSession session = kernel.sessions().retrieve(clientId);
            if (session != null && session.isBoundTo(connection)) {
                work.accept(session);
            }
            return null;
        });
    }

    @Override
    public void writable() {
        if (connection.isConnected()) {
            withSession("sending", PenstockSession::writabilityChanged);
        }
    }

    /** Also when its CONNACK never went out; but a session that is on another connection by now stays on it. */
    @Override
    public CompletionStage<?> closed() {
        if (clientId.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        return kernel.sessions().run(clientId, "connection loss", () -> {
            PenstockSession session = kernel.sessions().retrieve(clientId);
            if (session != null && session.isBoundTo(connection) && !session.disconnected()) {
                kernel.sessions().leave(session);
            }
            return null;
        });
    }
}
