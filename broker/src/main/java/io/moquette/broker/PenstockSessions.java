package io.moquette.broker;

import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.time.Time;
import io.moquette.broker.subscriptions.ISubscriptionsDirectory;
import io.moquette.broker.subscriptions.Subscription;
import io.moquette.persistence.MemorySessionsRepository;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * All sessions. Replaces how Moquette makes and ends them: a persistent session expires by the pipeline's clock, its
 * subscriptions end with it, a clean one is never resumed, and every queue is bounded. All state changes run on the
 * session's loop.
 */
@NullMarked
final class PenstockSessions extends SessionRegistry {
    private final Map<String, PenstockSession> sessions = new ConcurrentHashMap<>();
    private final ISubscriptionsDirectory directory;
    private final PenstockLoops loops;
    private final Time time;
    private final Clock clock;
    private final Duration expiry;
    private final InFlight.Gauge gauge;

    PenstockSessions(
            ISubscriptionsDirectory directory,
            Authorizator authorizator,
            PenstockLoops loops,
            Time time,
            Duration expiry) {
        super(
                directory,
                new MemorySessionsRepository(),
                new MemoryQueueRepository(),
                authorizator,
                null,
                clockOf(time),
                (int) expiry.toSeconds(),
                loops);
        super.close(); // ends the inherited expiry thread: sessions expire by Time instead
        this.directory = directory;
        this.loops = loops;
        this.time = time;
        this.clock = clockOf(time);
        this.expiry = expiry;
        this.gauge = time.inFlight().gauge("broker");
    }

    @Override
    SessionCreationResult createOrReopenSession(MqttConnectMessage connect, String clientId, @Nullable String user) {
        boolean clean = connect.variableHeader().isCleanSession();
        PenstockSession old = sessions.get(clientId);
        if (old != null && !old.disconnected()) {
            old.closeImmediately();
        }
        if (old != null && !old.isClean() && !clean) {
            old.expireWith(null);
            old.markConnecting();
            return new SessionCreationResult(old, CreationModeEnum.REOPEN_EXISTING, true);
        }
        if (old != null) {
            remove(old);
        }
        PenstockSession fresh = newSession(clientId, clean);
        sessions.put(clientId, fresh);
        return new SessionCreationResult(fresh, CreationModeEnum.CREATED_CLEAN_NEW, false);
    }

    /**
     * The session believes in MQTT 5 whatever its client speaks: then it sends what was not acknowledged again when the
     * client comes back, and only then. Moquette's way for MQTT 3 sends again every 5 s on a connection that is alive,
     * and takes a slot of the send window for each repetition that it never gives back.
     */
    private PenstockSession newSession(String clientId, boolean clean) {
        int seconds = clean ? 0 : (int) expiry.toSeconds();
        PenstockSession session = new PenstockSession(
                new ISessionsRepository.SessionData(clientId, MqttVersion.MQTT_5, seconds, clock), clean);
        session.markConnecting();
        return session;
    }

    @Override
    @Nullable
    PenstockSession retrieve(String clientId) {
        return sessions.get(clientId);
    }

    @Override
    void connectionClosed(Session session) {
        loops.run(session.getClientID(), "connection end", () -> {
            session.disconnect();
            if (session.isClean()) {
                remove(session);
            } else {
                PenstockSession persistent = (PenstockSession) session;
                persistent.expireWith(time.schedule(expiry, () -> expire(persistent)));
            }
            return null;
        });
    }

    private void expire(PenstockSession session) {
        gauge.begin();
        loops.run(session.getClientID(), "session expiry", () -> {
                    if (session.disconnected()) {
                        remove(session);
                    }
                    return null;
                })
                .whenComplete((done, failure) -> gauge.end());
    }

    @Override
    void remove(Session session) {
        if (!sessions.remove(session.getClientID(), session)) {
            return;
        }
        for (Subscription subscription : session.getSubscriptions()) {
            directory.removeSubscription(subscription.getTopicFilter(), session.getClientID());
        }
        ((PenstockSession) session).expireWith(null);
        session.assignState(Session.SessionStatus.DISCONNECTED, Session.SessionStatus.DESTROYED);
        session.cleanUp();
    }

    private static Clock clockOf(Time time) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("the pipeline's clock has no other zone than UTC");
            }

            @Override
            public Instant instant() {
                return time.now();
            }
        };
    }
}
