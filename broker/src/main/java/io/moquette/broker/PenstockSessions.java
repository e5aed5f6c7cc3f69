package io.moquette.broker;

import dev.penstock.broker.engine.Delivery;
import dev.penstock.broker.engine.SessionTerms;
import dev.penstock.broker.engine.SubscriptionTree;
import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.time.Time;
import io.moquette.persistence.MemorySessionsRepository;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * All sessions. Replaces how Moquette makes and ends them: a session lives on after its connection as long as was agreed
 * at CONNECT, by the pipeline's clock, its subscriptions end with it, and none is resumed by the other version of MQTT.
 * All state changes run on the session's loop.
 */
@NullMarked
final class PenstockSessions extends SessionRegistry {
    private static final int UNUSED_EXPIRY_SECONDS = 3600;

    private final Map<String, PenstockSession> sessions = new ConcurrentHashMap<>();
    private final Map<String, SessionTerms> announced = new ConcurrentHashMap<>();
    private final SubscriptionTree tree;
    private final PenstockLoops loops;
    private final Time time;
    private final Clock clock;
    private final InFlight.Gauge gauge;
    private final Consumer<List<Delivery>> orphans;

    /** @param orphans takes what a session that ends leaves of shared subscriptions */
    PenstockSessions(
            SubscriptionTree tree,
            Authorizator authorizator,
            PenstockLoops loops,
            Time time,
            Consumer<List<Delivery>> orphans) {
        super(
                tree.directory(),
                new MemorySessionsRepository(),
                new MemoryQueueRepository(),
                authorizator,
                null,
                clockOf(time),
                UNUSED_EXPIRY_SECONDS,
                loops);
        super.close(); // ends the inherited expiry thread: sessions expire by Time instead
        this.tree = tree;
        this.loops = loops;
        this.time = time;
        this.clock = clockOf(time);
        this.gauge = time.inFlight().gauge("broker");
        this.orphans = orphans;
    }

    /** What the CONNECT that comes next for this client id has agreed on; on its session's loop. */
    void announce(SessionTerms terms) {
        announced.put(terms.clientId(), terms);
    }

    @Override
    SessionCreationResult createOrReopenSession(MqttConnectMessage connect, String clientId, @Nullable String user) {
        SessionTerms terms = Objects.requireNonNull(announced.remove(clientId), clientId);
        PenstockSession old = sessions.get(clientId);
        if (old != null && !old.disconnected()) {
            old.closeImmediately();
        }
        if (old != null && !old.isClean() && isResumed(old, terms)) {
            old.expireWith(null);
            old.agree(terms);
            old.markConnecting();
            return new SessionCreationResult(old, CreationModeEnum.REOPEN_EXISTING, true);
        }
        if (old != null) {
            remove(old);
        }
        PenstockSession fresh = new PenstockSession(terms, time, clock);
        fresh.markConnecting();
        sessions.put(clientId, fresh);
        return new SessionCreationResult(fresh, CreationModeEnum.CREATED_CLEAN_NEW, false);
    }

    private static boolean isResumed(PenstockSession old, SessionTerms terms) {
        return !terms.cleanStart() && old.terms().isMqtt5() == terms.isMqtt5();
    }

    @Override
    @Nullable
    PenstockSession retrieve(String clientId) {
        return sessions.get(clientId);
    }

    /**
     * Moquette calls this when a CONNACK could not be written too, without telling whose: a session that has gone on to
     * the next connection of its client stays on it.
     */
    @Override
    void connectionClosed(Session session) {
        PenstockSession left = (PenstockSession) session;
        loops.run(session.getClientID(), "connection end", () -> {
            if (!left.isReachable()) {
                leave(left);
            }
            return null;
        });
    }

    /** The connection of a session has ended; on its loop. */
    void leave(PenstockSession session) {
        session.disconnect();
        if (session.isClean()) {
            remove(session);
        } else {
            session.expireWith(time.schedule(session.terms().expiry(), () -> expire(session)));
        }
    }

    private void expire(PenstockSession session) {
        run(session.getClientID(), "session expiry", () -> {
            if (session.disconnected()) {
                remove(session);
            }
            return null;
        });
    }

    /** Runs a command on the client's loop; in flight until then, because the clock of a session begins or ends in it. */
    CompletionStage<?> run(String clientId, String what, Callable<Void> action) {
        gauge.begin();
        return loops.run(clientId, what, action).whenComplete((done, failure) -> gauge.end());
    }

    @Override
    void remove(Session session) {
        if (!sessions.remove(session.getClientID(), session)) {
            return;
        }
        PenstockSession ended = (PenstockSession) session;
        ended.interests().keySet().forEach(filter -> tree.remove(session.getClientID(), filter));
        orphans.accept(ended.end());
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
