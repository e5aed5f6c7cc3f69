package dev.penstock.platform.wire;

import dev.penstock.platform.aws.AwsException;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a request, and answers 413 to one that is too large; its rest is read and dropped. Most requests come whole at
 * once: they need no gathering, so the head waits for the next piece, or for the end of what was read.
 */
final class BodyLimit extends HttpObjectAggregator {
    private final int maxBytes;
    private final Uploads uploads;
    private @Nullable HttpRequest head;
    private @Nullable HttpRequest upload;
    private @Nullable CompositeByteBuf gathered;

    /** @param uploads may be larger */
    BodyLimit(int maxBytes, Uploads uploads) {
        super(maxBytes);
        this.maxBytes = maxBytes;
        this.uploads = uploads;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest request && uploads.isUpload(request, maxBytes)) {
            beginUpload(context, request);
            return;
        }
        CompositeByteBuf body = gathered;
        if (body != null && message instanceof HttpContent piece) {
            gather(context, body, piece);
            return;
        }
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

    private void beginUpload(ChannelHandlerContext context, HttpRequest request) {
        upload = request;
        gathered = context.alloc().compositeBuffer(Integer.MAX_VALUE);
        if (HttpUtil.is100ContinueExpected(request)) {
            context.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    private void gather(ChannelHandlerContext context, CompositeByteBuf body, HttpContent piece) {
        body.addComponent(true, piece.content());
        if (!(piece instanceof LastHttpContent last)) {
            return;
        }
        HttpRequest begun = upload;
        upload = null;
        gathered = null;
        if (begun == null || last.decoderResult().isFailure()) {
            body.release();
            context.close();
            return;
        }
        context.fireChannelRead(new DefaultFullHttpRequest(
                begun.protocolVersion(), begun.method(), begun.uri(), body, begun.headers(), last.trailingHeaders()));
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) throws Exception {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
        super.handlerRemoved(context);
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
