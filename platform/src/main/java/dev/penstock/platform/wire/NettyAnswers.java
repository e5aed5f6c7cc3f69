package dev.penstock.platform.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;

/** Whole answers as Netty writes them, without copying their bodies. */
final class NettyAnswers {
    private NettyAnswers() {}

    static FullHttpResponse whole(WireResponse response) {
        return filled(response, body(response));
    }

    /** To HEAD: the length that the body would have, and none. */
    static FullHttpResponse withoutBody(WireResponse response) {
        return filled(response, Unpooled.EMPTY_BUFFER);
    }

    private static ByteBuf body(WireResponse response) {
        return response.body().isEmpty()
                ? Unpooled.EMPTY_BUFFER
                : Unpooled.wrappedBuffer(
                        response.body().array(),
                        response.body().offset(),
                        response.body().length());
    }

    private static FullHttpResponse filled(WireResponse response, ByteBuf body) {
        FullHttpResponse out =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()), body);
        for (Map.Entry<String, String> header : response.headers().entrySet()) {
            out.headers().set(header.getKey(), header.getValue());
        }
        out.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, response.body().length());
        return out;
    }
}
