package dev.penstock.platform.wire;

import dev.penstock.platform.aws.AwsException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;

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
        Encoding encoding = Encoding.of(oversized.headers().get(HttpHeaderNames.CONTENT_TYPE));
        context.writeAndFlush(NettyAnswers.whole(encoding.error(refusal)));
    }
}
