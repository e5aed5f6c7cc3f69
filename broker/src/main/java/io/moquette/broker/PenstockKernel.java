package io.moquette.broker;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.broker.engine.EngineConnection;
import dev.penstock.platform.time.Time;
import io.moquette.broker.security.AcceptAllAuthenticator;
import io.moquette.broker.security.PermitAllAuthorizatorPolicy;
import io.moquette.broker.subscriptions.CTrieSubscriptionDirectory;
import io.moquette.broker.subscriptions.ISubscriptionsDirectory;
import io.moquette.broker.subscriptions.Subscription;
import io.moquette.broker.subscriptions.Topic;
import io.moquette.interception.BrokerInterceptor;
import io.moquette.persistence.MemorySessionsRepository;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;

/**
 * Moquette 0.18.3 assembled from its inner parts, without its server: no listener, no files, no telemetry, no thread of
 * its own. It keeps sessions and subscriptions and speaks CONNECT, SUBSCRIBE, UNSUBSCRIBE, PUBACK and DISCONNECT with
 * clients; publishes do not pass through it but come in by {@link #deliver}, after the gateway has chosen the receivers.
 */
@NullMarked
public final class PenstockKernel implements AutoCloseable {
    private static final boolean ANONYMOUS = true;
    private static final boolean EMPTY_CLIENT_ID = false;
    private static final boolean REAUTHORIZE = false;
    private static final int FLUSH_AT_ONCE = 0;

    private final BrokerInterceptor interceptor = new BrokerInterceptor(List.of());
    private final ISubscriptionsDirectory directory = new CTrieSubscriptionDirectory();
    private final PenstockLoops loops;
    private final PenstockSessions sessions;
    private final MQTTConnectionFactory connections;

    /**
     * @param threads session loops
     * @param sessionExpiry how long a persistent session lives without a connection
     * @param retained looks up the retained message of a topic
     */
    public PenstockKernel(
            Time time, int threads, Duration sessionExpiry, Function<String, Optional<PublishedMessage>> retained) {
        directory.init(new NoSubscriptionStore());
        Authorizator authorizator = new Authorizator(new PermitAllAuthorizatorPolicy());
        loops = new PenstockLoops(interceptor, threads);
        sessions = new PenstockSessions(directory, authorizator, loops, time, sessionExpiry);
        PostOffice office = new PostOffice(
                directory,
                new RetainedLookup(retained),
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

    /** Begins a connection; its CONNECT comes next. On the channel's loop. */
    public EngineConnection attach(Channel channel) {
        return new KernelConnection(connections.create(channel), loops);
    }

    /** All subscriptions whose filter matches by the rules of MQTT; one client may occur several times. */
    public List<Subscription> matching(String topic) {
        return directory.matchWithoutQosSharpening(new Topic(topic));
    }

    /** Puts a message into the session of one subscriber, or on its wire; nothing happens when it has left. */
    public CompletionStage<String> deliver(String clientId, PublishedMessage message, MqttQoS qos) {
        return loops.run(clientId, "delivery", () -> {
            PenstockSession session = sessions.retrieve(clientId);
            if (session != null) {
                ByteBuf payload = Unpooled.wrappedBuffer(message.payload().shared());
                session.deliver(new SessionRegistry.PublishedMessage(
                        new Topic(message.topic()), qos, payload, false, Instant.MAX));
                payload.release();
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
