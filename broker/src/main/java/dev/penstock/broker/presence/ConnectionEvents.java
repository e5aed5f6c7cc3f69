package dev.penstock.broker.presence;

import java.time.Duration;
import java.util.List;

/** What the gateway tells about its clients, for lifecycle events. Never blocks; on any thread. */
public interface ConnectionEvents {

    /** A client has got its CONNACK. */
    Connection connected(Client client);

    /** A client, or its will, was not authorized to connect. */
    void refused(Client client);

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
