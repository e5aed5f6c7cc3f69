package dev.penstock.platform.wire;

import dev.penstock.platform.data.Bytes;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, whole.
 *
 * @param method upper case, for example {@code POST}
 * @param path decoded path without query, for example {@code /_penstock/explain/17}
 * @param rawPath the path as it was sent, escapes and all: {@code %2F} in it is part of a segment
 * @param query the raw query without {@code ?}; empty when there is none
 * @param headers names are case-insensitive
 * @param body empty when there is none
 */
public record WireRequest(String method, String path, String rawPath, String query, HttpHeaders headers, Bytes body) {

    /** A request whose path has no escapes. */
    public WireRequest(String method, String path, String query, HttpHeaders headers, Bytes body) {
        this(method, path, path, query, headers, body);
    }

    /** The first value of a header, or null. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
