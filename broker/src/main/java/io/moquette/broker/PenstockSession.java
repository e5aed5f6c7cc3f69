package io.moquette.broker;

import dev.penstock.platform.time.Time;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A session whose packet ids go on where its last connection ended. Moquette starts each connection at id 1, so that a
 * new message takes the place of an older one that still waits for its PUBACK, and the older one is lost. Confined to
 * the session's loop.
 */
@NullMarked
final class PenstockSession extends Session {
    private @Nullable MQTTConnection current;
    private int lastPacketId;
    private Time.@Nullable Timer expiry;

    PenstockSession(ISessionsRepository.SessionData data, boolean clean) {
        super(data, clean, new PenstockQueue(data.clientId()));
    }

    @Override
    void bind(MQTTConnection connection) {
        super.bind(connection);
        current = connection;
        for (int id = 0; id != lastPacketId; ) {
            id = connection.nextPacketId();
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
