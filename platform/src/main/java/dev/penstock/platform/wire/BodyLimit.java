package dev.penstock.platform.wire;

import dev.penstock.platform.aws.AwsException;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;

/** Gathers a request, and answers 413 to one that is too large; its rest is read and dropped. */
final class BodyLimit extends HttpObjectAggregator {
    private final int maxBytes;

    BodyLimit(int maxBytes) {
        super(maxBytes);
        this.maxBytes = maxBytes;
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        AwsException refusal = new AwsException(
                "RequestEntityTooLargeException", 413, "The body is larger than %d bytes".formatted(maxBytes));
        WireResponse response = Encoding.of(oversized.headers().get(HttpHeaderNames.CONTENT_TYPE))
                .error(refusal);
        DefaultFullHttpResponse out = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                Unpooled.wrappedBuffer(response.body().shared()));
        for (Map.Entry<String, String> header : response.headers().entrySet()) {
            out.headers().set(header.getKey(), header.getValue());
        }
        out.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, response.body().length());
        context.writeAndFlush(out);
    }
}
