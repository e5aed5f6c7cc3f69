package dev.penstock.broker.presence;

import dev.penstock.broker.presence.ConnectionEvents.Client;
import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each client has connected, from 0. The number starts again when the client was away for an hour, with a
 * persistent session for as long as that lives. Guarded by {@code lock}. Source: AWS IoT Core developer guide, Lifecycle
 * events.
 */
final class ConnectionVersions {
    private static final long CLEAN_MILLIS = Duration.ofHours(1).toMillis();
    /** The client that was seen least recently gives way to a new one. */
    private static final int MAX_CLIENTS = 100_000;

    private final Object lock = new Object();
    private final Time time;
    private final Map<String, Entry> clients = new LinkedHashMap<>();

    ConnectionVersions(Time time) {
        this.time = time;
    }

    long next(Client client) {
        synchronized (lock) {
            Entry last = clients.remove(client.clientId());
            long version = last == null || last.forgottenAt <= time.millis() ? 0 : last.version + 1;
            clients.put(client.clientId(), new Entry(version, Long.MAX_VALUE));
            if (clients.size() > MAX_CLIENTS) {
                clients.remove(clients.keySet().iterator().next());
            }
            return version;
        }
    }

    void ended(Client client, long version) {
        long away = client.sessionExpiry().isZero()
                ? CLEAN_MILLIS
                : client.sessionExpiry().toMillis();
        synchronized (lock) {
            clients.computeIfPresent(
                    client.clientId(),
                    (id, last) -> last.version == version ? new Entry(version, time.millis() + away) : last);
        }
    }

    private record Entry(long version, long forgottenAt) {}
}
