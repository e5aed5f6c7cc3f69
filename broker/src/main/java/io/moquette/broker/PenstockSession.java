package io.moquette.broker;

import dev.penstock.broker.engine.Delivery;
import dev.penstock.broker.engine.EngineEvent;
import dev.penstock.broker.engine.Inbox;
import dev.penstock.broker.engine.Interest;
import dev.penstock.broker.engine.Outbox;
import dev.penstock.broker.engine.SessionTerms;
import dev.penstock.platform.time.Time;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A session of Moquette with a sending side of its own. Moquette's reads the system clock for messages that expire, starts
 * packet ids again with each connection, so that a new message takes the place of an older one that still waits for its
 * PUBACK, loses the RETAIN flag in its queue and repeats messages with DUP. Confined to the session's loop, but for
 * lookups of subscriptions.
 */
@NullMarked
final class PenstockSession extends Session {
    private final Outbox outbox;
    private final Inbox inbox = new Inbox();
    private volatile Map<String, Interest> interests = Map.of();
    private volatile SessionTerms terms;
    private @Nullable MQTTConnection current;
    private boolean resumable;
    private Time.@Nullable Timer expiry;

    PenstockSession(SessionTerms terms, Time time, Clock clock) {
        super(
                new ISessionsRepository.SessionData(
                        terms.clientId(),
                        MqttVersion.MQTT_5,
                        Math.toIntExact(terms.expiry().toSeconds()),
                        clock),
                terms.expiry().isZero(),
                NoQueue.INSTANCE);
        this.terms = terms;
        this.outbox = new Outbox(time, terms, this::connected);
    }

    Inbox inbox() {
        return inbox;
    }

    SessionTerms terms() {
        return terms;
    }

    /** The client comes back, or says goodbye, with other terms. */
    void agree(SessionTerms agreed) {
        terms = agreed;
    }

    @Override
    boolean isClean() {
        return terms.expiry().isZero();
    }

    @Override
    void bind(MQTTConnection connection) {
        super.bind(connection);
        current = connection;
        resumable = true;
        outbox.bind(connection.channel, terms);
    }

    /**
     * Moquette calls this when a CONNACK is on the wire, without telling whose. When a client id is taken over at that
     * very moment, the call for the old connection may come first and must not make that for the new one fail.
     */
    @Override
    boolean completeConnection() {
        return super.completeConnection() || connected();
    }

    /** For the same reason this may be called twice for one connection. */
    @Override
    public void reconnectSession() {
        if (resumable) {
            resumable = false;
            outbox.resume();
        }
    }

    /** Whether it has a connection that is open. */
    boolean isReachable() {
        return current != null && current.channel.isActive();
    }

    /** Another connection takes over. */
    @Override
    public void closeImmediately() {
        if (current != null) {
            current.channel.pipeline().fireUserEventTriggered(EngineEvent.TAKEN_OVER);
        }
        unbind();
        super.closeImmediately();
    }

    @Override
    public void disconnect() {
        unbind();
        super.disconnect();
        // A connection that was lost before its CONNACK went out leaves the session half open: finish the way down.
        assignState(SessionStatus.CONNECTING, SessionStatus.DISCONNECTED);
    }

    private void unbind() {
        outbox.unbind();
        current = null;
    }

    void deliver(Delivery delivery) {
        outbox.deliver(delivery);
    }

    @Override
    void pubAckReceived(int packetId) {
        outbox.acknowledged(packetId);
    }

    @Override
    public void writabilityChanged() {
        outbox.drain();
    }

    @Override
    public void flushAllQueuedMessages() {
        outbox.drain();
    }

    /** The session has ended; what it leaves of shared subscriptions is for their other members. */
    List<Delivery> end() {
        expireWith(null);
        assignState(SessionStatus.DISCONNECTED, SessionStatus.DESTROYED);
        interests = Map.of();
        return outbox.clear();
    }

    /** The subscription to a filter; null when there is none. On any thread. */
    @Nullable
    Interest interest(String filter) {
        return interests.get(filter);
    }

    Map<String, Interest> interests() {
        return interests;
    }

    /** Adds or replaces a subscription; true when it is new. */
    boolean subscribe(Interest interest) {
        Map<String, Interest> changed = new HashMap<>(interests);
        boolean isNew = changed.put(interest.filter(), interest) == null;
        interests = changed;
        return isNew;
    }

    /** Takes a subscription away; false when there was none. */
    boolean unsubscribe(String filter) {
        Map<String, Interest> changed = new HashMap<>(interests);
        boolean existed = changed.remove(filter) != null;
        interests = changed.isEmpty() ? Map.of() : changed;
        return existed;
    }

    /** Sets the timer that ends this session, or takes it away; an earlier one is called off. */
    void expireWith(Time.@Nullable Timer timer) {
        if (expiry != null) {
            expiry.cancel();
        }
        expiry = timer;
    }
}
