package dev.penstock.platform.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns one Netty request into a {@link WireRequest} and its answer back; reads no further request meanwhile. While a
 * body is streamed the connection is read, because only reading tells that the peer went away; a request that comes all
 * the same closes it.
 */
final class RequestBridge extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger log = LoggerFactory.getLogger(RequestBridge.class);

    private final WireHandler handler;
    private final RequestTimeout timeout;
    private final Upgrades upgrades;
    private final @Nullable DateHeader date;
    private @Nullable BodyWriter body;

    /**
     * @param upgrades who may take the connection over
     * @param date the date of answers; null leaves it out
     */
    RequestBridge(WireHandler handler, RequestTimeout timeout, Upgrades upgrades, @Nullable DateHeader date) {
        this.handler = handler;
        this.timeout = timeout;
        this.upgrades = upgrades;
        this.date = date;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        timeout.requestIsWhole();
        if (body != null) {
            log.debug("closed {}: it sent a request while a body is streamed to it", context.channel());
            context.close();
            return;
        }
        if (upgrades.take(context, request)) {
            return;
        }
        if (request.decoderResult().isFailure()) {
            refuseMalformed(context, request.decoderResult().cause());
            return;
        }
        WireRequest asked;
        try {
            asked = toWireRequest(request);
        } catch (IllegalArgumentException badEscape) {
            refuseMalformed(context, badEscape);
            return;
        }
        Reply reply = new Reply(
                Encoding.of(asked.header("Content-Type")),
                request.protocolVersion(),
                HttpUtil.isKeepAlive(request),
                request.method().equals(HttpMethod.HEAD));
        CompletableFuture<WireResponse> answer = answer(asked);
        if (answer.isDone()) {
            write(context, reply.responseOf(answer), reply);
        } else {
            context.channel().config().setAutoRead(false);
            answer.whenComplete((response, failure) -> resume(context, reply, answer));
        }
    }

    private void refuseMalformed(ChannelHandlerContext context, Throwable cause) {
        log.debug("refused a malformed request", cause);
        Bytes body = Bytes.utf8("malformed HTTP request: %s%n".formatted(cause.getMessage()));
        write(
                context,
                WireResponse.of(400, "text/plain; charset=utf-8", body),
                new Reply(Encoding.of(null), HttpVersion.HTTP_1_1, false, false));
    }

    private CompletableFuture<WireResponse> answer(WireRequest request) {
        try {
            return Objects.requireNonNull(handler.handle(request)).toCompletableFuture();
        } catch (RuntimeException | Error failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private static WireRequest toWireRequest(FullHttpRequest request) {
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        return new WireRequest(
                request.method().name(),
                uri.path(),
                uri.rawPath(),
                uri.rawQuery(),
                request.headers(),
                Bytes.wrap(ByteBufUtil.getBytes(request.content())));
    }

    private void resume(ChannelHandlerContext context, Reply reply, CompletableFuture<WireResponse> answer) {
        try {
            context.executor().execute(() -> {
                write(context, reply.responseOf(answer), reply);
                context.channel().config().setAutoRead(true);
            });
        } catch (RejectedExecutionException closed) {
            log.debug("an answer came after the server was closed", closed);
            reply.responseOf(answer).source().ifPresent(BodySource::close);
        }
    }

    private void write(ChannelHandlerContext context, WireResponse response, Reply reply) {
        Optional<BodySource> source = response.source();
        if (source.isPresent()) {
            stream(context, response, source.get(), reply);
        } else {
            writeWhole(context, response, reply);
        }
    }

    private void stream(ChannelHandlerContext context, WireResponse response, BodySource source, Reply reply) {
        if (!context.channel().isActive()) {
            source.close();
            return;
        }
        // HTTP/1.0 has no chunks: there the end of the connection is the end of the body.
        boolean chunked = reply.version().isKeepAliveDefault();
        boolean keepAlive = chunked && reply.keepAlive();
        HttpResponse head =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()));
        response.headers().forEach(head.headers()::set);
        stamp(head);
        HttpUtil.setTransferEncodingChunked(head, chunked);
        HttpUtil.setKeepAlive(head.headers(), reply.version(), keepAlive);
        BodyWriter writer = new BodyWriter(context, source, written -> {
            body = null;
            if (!keepAlive) {
                written.addListener(ChannelFutureListener.CLOSE);
            }
        });
        body = writer;
        writer.start(head);
    }

    private void writeWhole(ChannelHandlerContext context, WireResponse response, Reply reply) {
        FullHttpResponse out = reply.head() ? NettyAnswers.withoutBody(response) : NettyAnswers.whole(response);
        stamp(out);
        HttpUtil.setKeepAlive(out.headers(), reply.version(), reply.keepAlive());
        var written = context.writeAndFlush(out);
        if (!reply.keepAlive()) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void stamp(HttpResponse out) {
        if (date != null) {
            out.headers().set(HttpHeaderNames.DATE, date.value());
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (body != null) {
            body.writabilityChanged();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (body != null) {
            body.gone();
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("connection closed after an error", cause);
        context.close();
    }

    /** What must be kept of a request until its answer is written. */
    private record Reply(Encoding encoding, HttpVersion version, boolean keepAlive, boolean head) {

        WireResponse responseOf(CompletableFuture<WireResponse> answer) {
            try {
                return Objects.requireNonNull(answer.join());
            } catch (RuntimeException failure) {
                Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                return encoding.error(cause instanceof AwsException refusal ? refusal : serverError(cause));
            }
        }

        private static AwsException serverError(@Nullable Throwable cause) {
            log.error("a request failed inside Penstock", cause);
            return new AwsException("InternalFailure", 500, "Penstock failed; see its log");
        }
    }
}
