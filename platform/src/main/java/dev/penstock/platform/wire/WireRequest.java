package dev.penstock.platform.wire;

import dev.penstock.platform.data.Bytes;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, whole.
 *
 * @param method upper case, for example {@code POST}
 * @param path decoded path without query, for example {@code /_penstock/explain/17}
 * @param query the raw query without {@code ?}; empty when there is none
 * @param headers names are case-insensitive
 * @param body empty when there is none
 */
public record WireRequest(String method, String path, String query, HttpHeaders headers, Bytes body) {

    /** The first value of a header, or null. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
