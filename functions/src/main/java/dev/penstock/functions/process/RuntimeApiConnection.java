package dev.penstock.functions.process;

import dev.penstock.functions.runtime.ErrorDocument;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.WireHandler;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a child. A body over the limit is read to its end and dropped but for one byte too many, which tells
 * the API that it is too large. The trailers of a streamed body join the headers. Stays on one event loop.
 */
final class RuntimeApiConnection extends SimpleChannelInboundHandler<HttpObject> {
    private static final Logger log = LoggerFactory.getLogger(RuntimeApiConnection.class);
    private static final int KEPT_BYTES = ErrorDocument.MAX_RESULT_BYTES + 1;
    private static final int FIRST_BYTES = 1024;
    private static final byte[] NOTHING = {};

    private final WireHandler api;
    private @Nullable HttpRequest request;
    private byte[] body = NOTHING;
    private int length;
    private @Nullable CompletableFuture<WireResponse> waiting;

    RuntimeApiConnection(WireHandler api) {
        this.api = api;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (waiting != null || part.decoderResult().isFailure()) {
            log.debug("closed {}: not HTTP/1.1, or a request before the last one was answered", context.channel());
            context.close();
            return;
        }
        if (part instanceof HttpRequest head) {
            begin(context, head);
        }
        if (part instanceof HttpContent content) {
            gather(content.content());
        }
        HttpRequest whole = request;
        if (whole != null && part instanceof LastHttpContent last) {
            whole.headers().add(last.trailingHeaders());
            request = null;
            answer(context, whole);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest head) {
        request = head;
        length = 0;
        long announced = HttpUtil.getContentLength(head, 0L);
        body = announced <= 0 ? NOTHING : new byte[(int) Math.min(announced, KEPT_BYTES)];
        if (HttpUtil.is100ContinueExpected(head)) {
            context.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
    }

    private void gather(ByteBuf content) {
        int taken = Math.min(content.readableBytes(), KEPT_BYTES - length);
        if (taken == 0) {
            return;
        }
        if (length + taken > body.length) {
            int grown = Math.max(length + taken, Math.max(FIRST_BYTES, 2 * body.length));
            body = Arrays.copyOf(body, Math.min(grown, KEPT_BYTES));
        }
        content.readBytes(body, length, taken);
        length += taken;
    }

    private void answer(ChannelHandlerContext context, HttpRequest whole) {
        Bytes content = Bytes.wrap(body, 0, length);
        body = NOTHING;
        CompletableFuture<WireResponse> response;
        try {
            String path = whole.uri();
            response = api.handle(new WireRequest(whole.method().name(), path, "", whole.headers(), content))
                    .toCompletableFuture();
        } catch (RuntimeException failure) {
            log.error("the Runtime API failed", failure);
            response = CompletableFuture.completedFuture(WireResponse.of(
                    500,
                    "application/json",
                    ErrorDocument.fault("Penstock failed; see its log", "InternalServerError")));
        }
        boolean keepAlive = HttpUtil.isKeepAlive(whole);
        if (response.isDone()) {
            write(context, response.join(), keepAlive);
            return;
        }
        waiting = response;
        response.thenAccept(late -> {
            try {
                context.executor().execute(() -> {
                    waiting = null;
                    write(context, late, keepAlive);
                });
            } catch (RejectedExecutionException closed) {
                log.debug("an event came after the server was closed", closed);
            }
        });
    }

    private static void write(ChannelHandlerContext context, WireResponse response, boolean keepAlive) {
        Bytes content = response.body();
        FullHttpResponse out = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(response.status()),
                Unpooled.wrappedBuffer(content.array(), content.offset(), content.length()));
        response.headers().forEach(out.headers()::set);
        out.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, content.length());
        var written = context.writeAndFlush(out);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Nobody waits for the event any more: the next one must not be given to this connection. */
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (waiting != null) {
            waiting.cancel(false);
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("connection of a child closed after an error", cause);
        context.close();
    }
}
