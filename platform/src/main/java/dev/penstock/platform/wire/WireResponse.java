package dev.penstock.platform.wire;

import dev.penstock.platform.data.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One HTTP answer: whole, or with a body that is made while it is sent. */
public final class WireResponse {
    private final int status;
    private final Map<String, String> headers;
    private final Bytes body;
    private final @Nullable BodySource source;

    /**
     * A whole answer. {@code Content-Length} is added by the server.
     *
     * @param status 200 to 599
     * @param headers one value each
     * @param body may be empty
     */
    public WireResponse(int status, Map<String, String> headers, Bytes body) {
        this(status, headers, body, null);
    }

    private WireResponse(int status, Map<String, String> headers, Bytes body, @Nullable BodySource source) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body;
        this.source = source;
    }

    /** The same answer with more headers; they replace those of the same name. */
    public WireResponse with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return new WireResponse(status, all, body, source);
    }

    /** An answer with a content type. */
    public static WireResponse of(int status, String contentType, Bytes body) {
        return new WireResponse(status, Map.of("Content-Type", contentType), body);
    }

    /** An {@code application/json} answer. */
    public static WireResponse json(int status, String json) {
        return of(status, "application/json", Bytes.utf8(json));
    }

    /**
     * An answer whose body is made while it is sent, for as long as that takes: chunks over HTTP/1.1, DATA frames over
     * HTTP/2. Whoever gets this answer owns the source and closes it.
     */
    public static WireResponse streaming(int status, Map<String, String> headers, BodySource source) {
        return new WireResponse(status, headers, Bytes.EMPTY, source);
    }

    public int status() {
        return status;
    }

    /** One value each. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The whole body; empty when there is a {@link #source}. */
    public Bytes body() {
        return body;
    }

    /** What makes the body while it is sent; empty for a whole answer. */
    public Optional<BodySource> source() {
        return Optional.ofNullable(source);
    }
}
