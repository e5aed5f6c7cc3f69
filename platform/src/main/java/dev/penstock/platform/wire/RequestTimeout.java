package dev.penstock.platform.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection, or an HTTP/2 stream, whose request has begun but does not become whole. Connections at rest and
 * requests that wait for their answer may stay for as long as they like: a Lambda runtime polls for minutes. Real time,
 * also under a test clock, because the client's is. Stands before the codec; used on the event loop only.
 */
final class RequestTimeout extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(RequestTimeout.class);

    private final Duration limit;
    private boolean receiving;
    private @Nullable ScheduledFuture<?> timer;

    RequestTimeout(Duration limit) {
        this.limit = limit;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        receiving = true;
        context.fireChannelRead(message);
    }

    /** A request that came in one piece is whole by now, so most never need a timer. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.fireChannelReadComplete();
        if (receiving && timer == null && context.channel().isActive()) {
            timer = context.executor().schedule(() -> expire(context), limit.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void requestIsWhole() {
        receiving = false;
        cancel();
    }

    private void expire(ChannelHandlerContext context) {
        log.debug("closed {}: its request was not whole after {}", context.channel(), limit);
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancel();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        cancel();
    }

    private void cancel() {
        ScheduledFuture<?> running = timer;
        timer = null;
        if (running != null) {
            running.cancel(false);
        }
    }
}
