package dev.penstock.store.local;

import dev.penstock.platform.wire.WireRequest;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A request as it is passed on: all headers but those that belong to one connection. */
final class UpstreamRequest {
    /** Names of RFC 9110 section 7.6.1, and those that the sender of the next hop sets itself. */
    static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** What Netty adds to a request that came by HTTP/2. */
    private static final String HTTP2_EXTENSION = "x-http2-";

    /** DynamoDB Local refuses a request without a key and a region; in a shared database neither matters. */
    private static final String DUMMY_AUTHORIZATION =
            "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0";

    private UpstreamRequest() {}

    static FullHttpRequest of(WireRequest request) {
        String uri = request.query().isEmpty() ? request.path() : request.path() + "?" + request.query();
        HttpHeaders headers = new DefaultHttpHeaders();
        for (Map.Entry<String, String> header : request.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name) && !name.startsWith(HTTP2_EXTENSION)) {
                headers.add(header.getKey(), header.getValue());
            }
        }
        if (!headers.contains(HttpHeaderNames.AUTHORIZATION)) {
            headers.set(HttpHeaderNames.AUTHORIZATION, DUMMY_AUTHORIZATION);
        }
        headers.setInt(HttpHeaderNames.CONTENT_LENGTH, request.body().length());
        return new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.valueOf(request.method()),
                uri,
                Unpooled.wrappedBuffer(request.body().shared()),
                headers,
                EmptyHttpHeaders.INSTANCE);
    }

    /** The same request for another operation. */
    static FullHttpRequest operation(WireRequest template, String target, byte[] body) {
        FullHttpRequest request = of(template).replace(Unpooled.wrappedBuffer(body));
        request.headers().set("X-Amz-Target", target);
        request.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return request;
    }
}
