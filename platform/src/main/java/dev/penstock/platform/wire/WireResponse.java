package dev.penstock.platform.wire;

import dev.penstock.platform.data.Bytes;
import java.util.Map;

/**
 * One HTTP answer, whole. {@code Content-Length} is added by the server.
 *
 * @param status 200 to 599
 * @param headers one value each
 * @param body may be empty
 */
public record WireResponse(int status, Map<String, String> headers, Bytes body) {

    public WireResponse {
        headers = Map.copyOf(headers);
    }

    /** An answer with a content type. */
    public static WireResponse of(int status, String contentType, Bytes body) {
        return new WireResponse(status, Map.of("Content-Type", contentType), body);
    }

    /** An {@code application/json} answer. */
    public static WireResponse json(int status, String json) {
        return of(status, "application/json", Bytes.utf8(json));
    }
}
