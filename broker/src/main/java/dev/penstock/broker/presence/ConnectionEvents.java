package dev.penstock.broker.presence;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What the gateway tells about its clients, for lifecycle events. Never blocks; on any thread. Who causes an event waits for
 * {@link #ready} first; the end of a connection cannot wait, and there are not more of them than connections.
 */
public interface ConnectionEvents {

    /** Completes, on any thread, when events are accepted fast enough for more of them. */
    CompletionStage<?> ready();

    /** A client has got its CONNACK. */
    Connection connected(Client client);

    /** A client, or its will, was not authorized to connect; left out, with a warning, while events are not {@link #ready}. */
    void refused(Client client);

    /** How many refusals were left out. */
    long leftOut();

    /**
     * Who connects.
     *
     * @param principal as in {@link dev.penstock.broker.PublishedMessage#principal}; empty when it proved nothing
     * @param ipAddress empty when there is none
     * @param sessionExpiry how long its session outlives the connection; zero for a clean one
     */
    record Client(String clientId, String principal, String ipAddress, Duration sessionExpiry) {}

    /** One connection, to its end. */
    interface Connection {
        /** The filters of one SUBSCRIBE that were granted, after its SUBACK; not called without any. */
        void subscribed(List<String> filters);

        /** The filters of one UNSUBSCRIBE, after its UNSUBACK. */
        void unsubscribed(List<String> filters);

        /** It is over; the last call. */
        void ended(DisconnectReason reason);
    }
}
