package dev.penstock.platform.wire;

import dev.penstock.platform.data.Bytes;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns one Netty request into a {@link WireRequest} and its answer back; reads no further request meanwhile. */
final class RequestBridge extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger log = LoggerFactory.getLogger(RequestBridge.class);

    private final WireHandler handler;

    RequestBridge(WireHandler handler) {
        this.handler = handler;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        if (request.decoderResult().isFailure()) {
            write(context, WireResponse.of(400, "text/plain", Bytes.utf8("malformed HTTP request\n")), false);
            return;
        }
        context.channel().config().setAutoRead(false);
        answer(toWireRequest(request)).whenComplete((response, failure) -> {
            WireResponse reply = response != null ? response : serverError(failure);
            context.executor().execute(() -> write(context, reply, keepAlive));
        });
    }

    private CompletionStage<WireResponse> answer(WireRequest request) {
        try {
            return handler.handle(request);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private static WireRequest toWireRequest(FullHttpRequest request) {
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        return new WireRequest(
                request.method().name(),
                uri.path(),
                uri.rawQuery(),
                request.headers(),
                Bytes.wrap(ByteBufUtil.getBytes(request.content())));
    }

    private static WireResponse serverError(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        log.error("a request failed inside Penstock", cause);
        return WireResponse.json(500, "{\"__type\":\"InternalFailure\",\"message\":\"Penstock failed; see its log\"}");
    }

    private static void write(ChannelHandlerContext context, WireResponse response, boolean keepAlive) {
        DefaultFullHttpResponse out = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(response.status()),
                Unpooled.wrappedBuffer(response.body().shared()));
        for (Map.Entry<String, String> header : response.headers().entrySet()) {
            out.headers().set(header.getKey(), header.getValue());
        }
        out.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, response.body().length());
        if (keepAlive) {
            context.writeAndFlush(out);
            context.channel().config().setAutoRead(true);
        } else {
            out.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            context.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("connection closed after an error", cause);
        context.close();
    }
}
