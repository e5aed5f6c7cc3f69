package dev.penstock.broker.engine;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Which QoS 2 messages of a client are here: from its PUBLISH until its PUBREL, from one connection of its session to the
 * next. A packet id is one bit, and an entry of a map while its message is dealt with. Two connections of one client may
 * overlap on different loops, so all of it is synchronized. Source: MQTT 3.1.1 and 5, section 4.3.3.
 */
public final class Inbox {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final BitSet taken = new BitSet(0);
    private final Map<Integer, CompletableFuture<Void>> underWay = new HashMap<>(0);
    private int connections;

    /** A connection begins; those before it have no say any more. */
    public synchronized Receiver receiver() {
        return new Receiver(this, ++connections);
    }

    /**
     * One connection's hand in the inbox of its session.
     *
     * @param connection the how many-th it is
     */
    public record Receiver(Inbox inbox, int connection) {

        /**
         * A PUBLISH is to be dealt with.
         *
         * @param handled to be completed by {@link #taken} or {@link #givenUp}
         * @return {@code handled} when nobody has dealt with it yet, otherwise what completes when somebody has; empty when
         *     the client has a newer connection, on which it sends the message again
         */
        public Optional<CompletionStage<Void>> claim(int packetId, CompletableFuture<Void> handled) {
            return inbox.claim(this, packetId, handled);
        }

        /** Whether a message with this id was taken and not released. */
        public boolean holds(int packetId) {
            return inbox.holds(packetId);
        }

        /** The message is accepted and routed: from now on it is here, until it is released. */
        public void taken(int packetId, CompletableFuture<Void> handled) {
            inbox.end(packetId, handled, true);
            handled.complete(null);
        }

        /** The message was not accepted: it is as if it had not come. */
        public void givenUp(int packetId, CompletableFuture<Void> handled, Throwable cause) {
            inbox.end(packetId, handled, false);
            handled.completeExceptionally(cause);
        }

        /** Forgets a message; false when there is none with this id. */
        public boolean release(int packetId) {
            return inbox.release(this, packetId);
        }
    }

    private synchronized Optional<CompletionStage<Void>> claim(
            Receiver receiver, int packetId, CompletableFuture<Void> handled) {
        if (receiver.connection() != connections) {
            return Optional.empty();
        }
        if (taken.get(packetId)) {
            return Optional.of(DONE);
        }
        CompletableFuture<Void> earlier = underWay.putIfAbsent(packetId, handled);
        return Optional.of(earlier == null ? handled : earlier);
    }

    private synchronized boolean holds(int packetId) {
        return taken.get(packetId);
    }

    private synchronized void end(int packetId, CompletableFuture<Void> handled, boolean isTaken) {
        if (underWay.remove(packetId, handled) && isTaken) {
            taken.set(packetId);
        }
    }

    private synchronized boolean release(Receiver receiver, int packetId) {
        if (receiver.connection() != connections) {
            return false;
        }
        boolean isUnderWay = underWay.remove(packetId) != null;
        boolean isTaken = taken.get(packetId);
        taken.clear(packetId);
        return isUnderWay || isTaken;
    }
}
