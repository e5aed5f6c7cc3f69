package dev.penstock.platform.wire;

import dev.penstock.platform.aws.AwsException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a request, and answers 413 to one that is too large; its rest is read and dropped. Most requests come whole at
 * once: they need no gathering, so the head waits for the next piece, or for the end of what was read.
 */
final class BodyLimit extends HttpObjectAggregator {
    private final int maxBytes;
    private @Nullable HttpRequest head;

    BodyLimit(int maxBytes) {
        super(maxBytes);
        this.maxBytes = maxBytes;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        HttpRequest begun = head;
        head = null;
        if (begun != null && message instanceof LastHttpContent last && isWhole(begun, last)) {
            context.fireChannelRead(new DefaultFullHttpRequest(
                    begun.protocolVersion(),
                    begun.method(),
                    begun.uri(),
                    last.content(),
                    begun.headers(),
                    last.trailingHeaders()));
            return;
        }
        if (begun != null) {
            super.channelRead(context, begun);
        }
        if (message instanceof HttpRequest request && mayWait(request)) {
            head = request;
        } else {
            super.channelRead(context, message);
        }
    }

    /** Behind some heads nothing comes before they are answered. */
    private static boolean mayWait(HttpRequest request) {
        return !(request instanceof FullHttpRequest) && !HttpUtil.is100ContinueExpected(request);
    }

    private boolean isWhole(HttpRequest begun, LastHttpContent last) {
        return begun.decoderResult().isSuccess()
                && last.decoderResult().isSuccess()
                && last.content().readableBytes() <= maxBytes;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        HttpRequest begun = head;
        head = null;
        if (begun != null) {
            super.channelRead(context, begun);
        }
        super.channelReadComplete(context);
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        AwsException refusal = new AwsException(
                "RequestEntityTooLargeException", 413, "The body is larger than %d bytes".formatted(maxBytes));
        Encoding encoding = Encoding.of(oversized.headers().get(HttpHeaderNames.CONTENT_TYPE));
        context.writeAndFlush(NettyAnswers.whole(encoding.error(refusal)));
    }
}
