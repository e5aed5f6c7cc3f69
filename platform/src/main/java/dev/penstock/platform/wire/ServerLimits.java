package dev.penstock.platform.wire;

import java.time.Duration;

/**
 * What clients may take of a server.
 *
 * @param request how long a request may take to become whole
 * @param connections how many may be open; further ones are closed at once
 * @param bodyBytes how many bytes of request bodies may be in memory at once, and how many of answers; at least as much as
 *     one may have
 */
record ServerLimits(Duration request, int connections, long bodyBytes) {
    private static final Duration REQUEST = Duration.ofSeconds(60);

    static ServerLimits defaults() {
        return of(EndpointSettings.of("", 0));
    }

    static ServerLimits of(EndpointSettings settings) {
        return new ServerLimits(REQUEST, settings.maxConnections(), settings.maxBodyBytes());
    }

    ServerLimits withRequest(Duration limit) {
        return new ServerLimits(limit, connections, bodyBytes);
    }
}
