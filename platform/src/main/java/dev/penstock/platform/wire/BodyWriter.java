package dev.penstock.platform.wire;

import dev.penstock.platform.data.Bytes;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a body while it is made. Asks its source only while the channel is writable: what waits here is at most one
 * piece more than the channel's high water mark. Over HTTP/2 the channel is that of one stream, so a client that does
 * not read one stream keeps no other from going on. Used on the event loop, but for {@link #wake} and {@link #abort}.
 */
final class BodyWriter implements BodySource.Outlet {
    private static final Logger log = LoggerFactory.getLogger(BodyWriter.class);

    /** After so many bytes the other connections of the event loop have their turn. */
    private static final int TURN_BYTES = 256 * 1024;

    private final AtomicBoolean woken = new AtomicBoolean();
    private final ChannelHandlerContext context;
    private final BodySource source;
    private final Consumer<ChannelFuture> ended;
    private boolean sending;
    private boolean closed;

    /** @param ended is told when the end of the body is on its way */
    BodyWriter(ChannelHandlerContext context, BodySource source, Consumer<ChannelFuture> ended) {
        this.context = context;
        this.source = source;
        this.ended = ended;
    }

    void start(HttpResponse head) {
        source.open(this);
        context.writeAndFlush(head);
        send();
    }

    @Override
    public void wake() {
        if (woken.compareAndSet(false, true)) {
            execute(this::send);
        }
    }

    @Override
    public void abort() {
        execute(() -> {
            if (!closed) {
                context.close();
            }
        });
    }

    private void execute(Runnable task) {
        try {
            context.executor().execute(task);
        } catch (RejectedExecutionException serverClosed) {
            log.debug("a body has more to send after the server was closed", serverClosed);
        }
    }

    /** The channel may have become writable. */
    void writabilityChanged() {
        if (context.channel().isWritable()) {
            send();
        }
    }

    /** The peer is gone, or the connection is given up. */
    void gone() {
        if (!closed) {
            closed = true;
            source.close();
        }
    }

    private void send() {
        if (sending) {
            return; // writing told of its own progress; the loop that wrote goes on by itself
        }
        // Before the source is asked: a wake from here on brings another turn.
        woken.set(false);
        sending = true;
        try {
            sendWhileWritable();
        } catch (RuntimeException failure) {
            log.error("a body failed while it was sent; its connection is closed", failure);
            gone();
            context.close();
        } finally {
            sending = false;
        }
    }

    private void sendWhileWritable() {
        int sent = 0;
        if (!closed) {
            source.onTurn();
        }
        while (!closed && context.channel().isWritable()) {
            if (sent >= TURN_BYTES) {
                wake();
                return;
            }
            Optional<Bytes> piece = source.next();
            if (piece.isPresent()) {
                sent += piece.get().length();
                context.writeAndFlush(new DefaultHttpContent(
                        Unpooled.wrappedBuffer(piece.get().asByteBuffer())));
            } else if (source.atEnd()) {
                end();
            } else {
                break;
            }
        }
        if (!closed) {
            source.atRest();
        }
    }

    private void end() {
        gone();
        ended.accept(context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
    }
}
