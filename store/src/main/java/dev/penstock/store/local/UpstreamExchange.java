package dev.penstock.store.local;

import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.WireResponse;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The one request that a connection carries at a time. Used on the connection's event loop only. */
final class UpstreamExchange extends SimpleChannelInboundHandler<FullHttpResponse> {
    private static final int ANSWER_LIMIT_SECONDS = 60;

    private @Nullable CompletableFuture<WireResponse> waiting;

    void begin(Channel connection, FullHttpRequest request, CompletableFuture<WireResponse> answer) {
        waiting = answer;
        var timer = connection
                .eventLoop()
                .schedule(
                        () -> answer.completeExceptionally(
                                new TimeoutException("no answer within %d s".formatted(ANSWER_LIMIT_SECONDS))),
                        ANSWER_LIMIT_SECONDS,
                        TimeUnit.SECONDS);
        answer.whenComplete((response, failure) -> timer.cancel(false));
        connection.writeAndFlush(request).addListener((ChannelFutureListener) written -> {
            if (!written.isSuccess()) {
                answer.completeExceptionally(written.cause());
            }
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        CompletableFuture<WireResponse> answer = waiting;
        waiting = null;
        if (!HttpUtil.isKeepAlive(response) || answer == null) {
            context.close();
        }
        if (answer != null) {
            if (response.decoderResult().isFailure()) {
                answer.completeExceptionally(response.decoderResult().cause());
            } else {
                answer.complete(toWireResponse(response));
            }
        }
    }

    private static WireResponse toWireResponse(FullHttpResponse response) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : response.headers()) {
            if (!UpstreamRequest.HOP_BY_HOP.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                headers.put(header.getKey(), header.getValue());
            }
        }
        return new WireResponse(
                response.status().code(), headers, Bytes.wrap(ByteBufUtil.getBytes(response.content())));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(new IOException("the connection was closed before the answer"));
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
        context.close();
    }

    private void fail(Throwable cause) {
        CompletableFuture<WireResponse> answer = waiting;
        waiting = null;
        if (answer != null) {
            answer.completeExceptionally(cause);
        }
    }
}
