package dev.penstock.broker.gateway;

import dev.penstock.broker.policy.Admission;
import dev.penstock.broker.policy.Principal;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.RestJsonService;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP requests of one connection, one at a time and in order: while one is being answered nothing more is read. All
 * on the channel's loop.
 */
final class DeviceRequests {
    private static final Logger log = LoggerFactory.getLogger(DeviceRequests.class);

    private final DeviceApi api;
    private final Queue<Asked> waiting = new ArrayDeque<>();
    private boolean busy;
    private @Nullable Caller caller;

    DeviceRequests(DeviceApi api) {
        this.api = api;
    }

    private record Asked(RestJsonService service, WireRequest request, boolean keepAlive) {}

    private record Caller(Principal principal, RestJsonService service) {}

    /** Whether somebody waits for an answer. */
    boolean isBusy() {
        return busy;
    }

    /** @throws IllegalArgumentException when its path has a broken escape */
    void answer(ChannelHandlerContext ctx, FullHttpRequest request) {
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        WireRequest asked = new WireRequest(
                request.method().name(),
                uri.path(),
                uri.rawPath(),
                uri.rawQuery(),
                request.headers(),
                Bytes.wrap(ByteBufUtil.getBytes(request.content())));
        waiting.add(new Asked(service(ctx.channel(), request), asked, HttpUtil.isKeepAlive(request)));
        ctx.channel().config().setAutoRead(false);
        next(ctx);
    }

    private RestJsonService service(Channel channel, FullHttpRequest request) {
        Admission admission = api.admit(channel, request);
        Principal principal = admission.principal().orElse(null);
        if (principal == null) {
            return api.refusing(channel, admission.reason());
        }
        Caller known = caller;
        if (known == null || !known.principal.equals(principal)) {
            known = new Caller(principal, api.of(channel, principal));
            caller = known;
        }
        return known.service;
    }

    private void next(ChannelHandlerContext ctx) {
        if (busy) {
            return;
        }
        Asked asked = waiting.poll();
        if (asked == null) {
            ctx.channel().config().setAutoRead(true);
            return;
        }
        busy = true;
        asked.service.handle(asked.request).whenComplete((answer, failure) -> {
            if (failure != null) {
                log.error("a request over HTTPS failed inside Penstock", failure);
            }
            onLoop(ctx, () -> {
                busy = false;
                write(ctx, failure == null ? answer : failed(), asked.keepAlive);
                next(ctx);
            });
        });
    }

    private static WireResponse failed() {
        return WireResponse.json(500, "{\"message\":\"Penstock failed; see its log\"}");
    }

    private static void onLoop(ChannelHandlerContext ctx, Runnable work) {
        try {
            ctx.executor().execute(work);
        } catch (RejectedExecutionException closed) {
            log.debug("an answer came after the broker was closed", closed);
        }
    }

    private static void write(ChannelHandlerContext ctx, WireResponse answer, boolean keepAlive) {
        FullHttpResponse out = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body().shared()));
        answer.headers().forEach(out.headers()::set);
        out.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length());
        HttpUtil.setKeepAlive(out, keepAlive);
        var written = ctx.writeAndFlush(out);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }
}
