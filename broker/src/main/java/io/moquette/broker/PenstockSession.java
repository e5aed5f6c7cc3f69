package io.moquette.broker;

import dev.penstock.platform.time.Time;
import io.netty.handler.codec.mqtt.MqttQoS;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session whose packet ids go on where its last connection ended. Moquette starts each connection at id 1, so that a
 * new message takes the place of an older one that still waits for its PUBACK, and the older one is lost. Confined to
 * the session's loop.
 */
@NullMarked
final class PenstockSession extends Session {
    private static final Logger log = LoggerFactory.getLogger(PenstockSession.class);
    private static final int WARN_EVERY = 1_000;

    private @Nullable MQTTConnection current;
    private int lastPacketId;
    private long leftOut;
    private boolean resumable;
    private Time.@Nullable Timer expiry;

    PenstockSession(ISessionsRepository.SessionData data, boolean clean) {
        super(data, clean, new PenstockQueue(data.clientId()));
    }

    @Override
    void bind(MQTTConnection connection) {
        super.bind(connection);
        current = connection;
        resumable = true;
        for (int id = 0; id != lastPacketId; ) {
            id = connection.nextPacketId();
        }
    }

    /**
     * Moquette calls this when a CONNACK is on the wire, without telling whose. When a client id is taken over at that
     * very moment, the call for the old connection may come first and must not make that for the new one fail.
     */
    @Override
    boolean completeConnection() {
        return super.completeConnection() || connected();
    }

    /** For the same reason this may be called twice for one connection; sending again twice would use up the window. */
    @Override
    public void reconnectSession() {
        if (resumable) {
            resumable = false;
            super.reconnectSession();
        }
    }

    @Override
    public void closeImmediately() {
        rememberPacketId();
        super.closeImmediately();
    }

    @Override
    public void disconnect() {
        rememberPacketId();
        super.disconnect();
        // A connection that was lost before its CONNACK went out leaves the session half open: finish the way down.
        assignState(SessionStatus.CONNECTING, SessionStatus.DISCONNECTED);
    }

    /** Sends a message or keeps it for later. QoS 0 is left out while the client does not read, with a warning. */
    void deliver(SessionRegistry.PublishedMessage message) {
        boolean deaf = current != null && current.channel.isActive() && !current.channel.isWritable();
        if (!deaf || message.getPublishingQos() != MqttQoS.AT_MOST_ONCE) {
            sendPublishOnSessionAtQos(message);
        } else if (leftOut++ % WARN_EVERY == 0) {
            log.warn(
                    "subscriber {} reads too slowly: QoS 0 messages for it are left out, {} so far; it should read faster or"
                            + " subscribe with QoS 1",
                    getClientID(),
                    leftOut);
        }
    }

    private void rememberPacketId() {
        if (current != null) {
            lastPacketId = current.nextPacketId();
            current = null;
        }
    }

    /** Sets the timer that ends this session, or takes it away; an earlier one is called off. */
    void expireWith(Time.@Nullable Timer timer) {
        if (expiry != null) {
            expiry.cancel();
        }
        expiry = timer;
    }
}
