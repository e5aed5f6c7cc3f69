package io.moquette.broker;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.broker.engine.Delivery;
import dev.penstock.broker.engine.EngineConnection;
import dev.penstock.broker.engine.Interest;
import dev.penstock.broker.engine.SubscriptionTree;
import dev.penstock.platform.time.Time;
import io.moquette.broker.security.AcceptAllAuthenticator;
import io.moquette.broker.security.PermitAllAuthorizatorPolicy;
import io.moquette.interception.BrokerInterceptor;
import io.moquette.persistence.MemorySessionsRepository;
import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Moquette 0.18.3 assembled from its inner parts, without its server: no listener, no files, no telemetry, no thread of
 * its own. It keeps sessions and their connections: CONNECT, take-over, resumption, DISCONNECT and loss. Publishes do not
 * pass through it but come in by {@link #deliver}, after the engine has chosen the receivers.
 */
@NullMarked
public final class PenstockKernel implements AutoCloseable {
    private static final boolean ANONYMOUS = true;
    private static final boolean EMPTY_CLIENT_ID = false;
    private static final boolean REAUTHORIZE = false;
    private static final int FLUSH_AT_ONCE = 0;

    private final BrokerInterceptor interceptor = new BrokerInterceptor(List.of());
    private final SubscriptionTree tree;
    private final PenstockLoops loops;
    private final PenstockSessions sessions;
    private final MQTTConnectionFactory connections;
    private final Function<String, Optional<PublishedMessage>> retained;

    /**
     * @param threads session loops
     * @param retained looks up the retained message of a topic
     * @param orphans takes what a session that ends leaves of shared subscriptions
     */
    public PenstockKernel(
            Time time,
            int threads,
            SubscriptionTree tree,
            Function<String, Optional<PublishedMessage>> retained,
            Consumer<List<Delivery>> orphans) {
        this.tree = tree;
        this.retained = retained;
        Authorizator authorizator = new Authorizator(new PermitAllAuthorizatorPolicy());
        loops = new PenstockLoops(interceptor, threads);
        sessions = new PenstockSessions(tree, authorizator, loops, time, orphans);
        PostOffice office = new PostOffice(
                tree.directory(),
                new NoRetained(),
                sessions,
                new MemorySessionsRepository(),
                interceptor,
                authorizator,
                loops,
                Clock.systemUTC(),
                MqttQoS.AT_LEAST_ONCE);
        office.terminate(); // ends its threads for delayed wills and for retained messages that expire: unused here
        BrokerConfiguration configuration =
                new BrokerConfiguration(ANONYMOUS, EMPTY_CLIENT_ID, REAUTHORIZE, FLUSH_AT_ONCE);
        connections = new MQTTConnectionFactory(configuration, new AcceptAllAuthenticator(), sessions, office);
    }

    PenstockLoops loops() {
        return loops;
    }

    PenstockSessions sessions() {
        return sessions;
    }

    SubscriptionTree tree() {
        return tree;
    }

    Optional<PublishedMessage> retained(String topic) {
        return retained.apply(topic);
    }

    /** Begins a connection; its CONNECT comes next. On the channel's loop. */
    public EngineConnection attach(Channel channel) {
        return new KernelConnection(connections.create(channel), this);
    }

    /** A subscription of a client; null when there is none. On any thread. */
    public @Nullable Interest interest(String clientId, String filter) {
        PenstockSession session = sessions.retrieve(clientId);
        return session == null ? null : session.interest(filter);
    }

    /** Whether a client is connected now. */
    public boolean isOnline(String clientId) {
        PenstockSession session = sessions.retrieve(clientId);
        return session != null && session.connected();
    }

    /** Whether a client has a session, connected or not. */
    public boolean hasSession(String clientId) {
        return sessions.retrieve(clientId) != null;
    }

    /** Ends a session: at once when its client is away, else with its connection. */
    public CompletionStage<String> forget(String clientId) {
        return loops.run(clientId, "session end", () -> {
            PenstockSession session = sessions.retrieve(clientId);
            if (session != null && session.connected()) {
                session.agree(session.terms().withExpiry(Duration.ZERO));
            } else if (session != null) {
                sessions.remove(session);
            }
            return null;
        });
    }

    /** Puts a message into the session of one subscriber, or on its wire; nothing happens when it has left. */
    public CompletionStage<String> deliver(String clientId, Delivery delivery) {
        return loops.run(clientId, "delivery", () -> {
            PenstockSession session = sessions.retrieve(clientId);
            if (session != null) {
                session.deliver(delivery);
            }
            return null;
        });
    }

    @Override
    public void close() {
        loops.close();
        interceptor.stop();
    }
}
