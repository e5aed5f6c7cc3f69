package dev.penstock.platform.wire;

import org.jspecify.annotations.Nullable;

/**
 * What all connections of a server share.
 *
 * @param handler answers requests
 * @param limits what clients may take
 * @param tls how to speak TLS
 * @param bodies room for the bodies of requests
 * @param answers those that wait for their clients
 * @param uploads those that may be larger than other bodies
 * @param upgrades who takes connections over
 * @param date the date of answers; null leaves it out
 */
record ServerParts(
        WireHandler handler,
        ServerLimits limits,
        Tls tls,
        BodyBudget bodies,
        AnswerBytes answers,
        Uploads uploads,
        Upgrades upgrades,
        @Nullable DateHeader date) {

    ServerParts(WireHandler handler, ServerLimits limits, Tls tls, @Nullable DateHeader date) {
        this(
                handler,
                limits,
                tls,
                new BodyBudget(limits.bodyBytes()),
                new AnswerBytes(limits.bodyBytes()),
                new Uploads(EndpointSettings.LARGEST_UPLOAD, limits.bodyBytes()),
                new Upgrades(),
                date);
    }

    /** @param waits whether the connection carries one request at a time */
    BodyRoom room(boolean waits) {
        return new BodyRoom(this, HttpServer.MAX_BODY_BYTES, waits);
    }

    /** For one connection or HTTP/2 stream. */
    BodyLimit limit() {
        return new BodyLimit(HttpServer.MAX_BODY_BYTES, uploads);
    }

    /** For one connection or HTTP/2 stream. */
    RequestTimeout timeout() {
        return new RequestTimeout(limits.request());
    }
}
