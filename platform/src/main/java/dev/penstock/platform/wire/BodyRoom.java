package dev.penstock.platform.wire;

import dev.penstock.platform.aws.AwsException;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request through once the server has room for its body, and keeps the room until it is answered. Over HTTP/1.1 it
 * waits without reading the connection, also for the client to take the answers before; over HTTP/2, where a stream that
 * is not read would hold up those that share its connection, the request is refused with 503, which SDKs try again. So is
 * any request while too many answers wait for their clients. A body over HTTP/2 that does not tell its length takes room as
 * it comes, and may be refused on the way. Used on the event loop.
 */
final class BodyRoom extends ChannelDuplexHandler {
    private final BodyBudget budget;
    private final AnswerBytes answers;
    private final Uploads uploads;
    private final int maxBytes;
    private final boolean waits;
    private long heldBytes;
    private boolean dropping;
    private boolean unread;
    private @Nullable String growing;
    private @Nullable HttpRequest head;
    private BodyBudget.@Nullable Place place;

    /** @param waits whether the connection carries one request at a time */
    BodyRoom(ServerParts parts, int maxBytes, boolean waits) {
        this.budget = parts.bodies();
        this.answers = parts.answers();
        this.uploads = parts.uploads();
        this.maxBytes = maxBytes;
        this.waits = waits;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            dropping = false;
            admit(context, request);
        } else if (dropping) {
            dropping = !(message instanceof LastHttpContent);
            ReferenceCountUtil.release(message);
        } else if (growing != null && message instanceof HttpContent piece && !grow(piece)) {
            dropping = !(message instanceof LastHttpContent);
            ReferenceCountUtil.release(message);
            refuse(context, growing);
        } else {
            context.fireChannelRead(message);
        }
    }

    /** Takes room for one more piece; beyond the largest body nothing is kept. */
    private boolean grow(HttpContent piece) {
        long more = Math.min(piece.content().readableBytes(), maxBytes - heldBytes);
        if (more > 0 && !budget.take(more)) {
            return false;
        }
        heldBytes += Math.max(0, more);
        return true;
    }

    private void admit(ChannelHandlerContext context, HttpRequest request) {
        boolean grows = !waits && !(request instanceof FullHttpRequest) && HttpUtil.isTransferEncodingChunked(request);
        growing = grows ? contentType(request) : null;
        long bytes = grows ? 0 : bodyBytes(request);
        if (waits && !context.channel().isWritable()) {
            unread = true;
            head = request;
            context.channel().config().setAutoRead(false);
        } else if (answers.isFull()) {
            refuse(context, request);
        } else if (bytes == 0 || budget.take(bytes)) {
            heldBytes += bytes;
            context.fireChannelRead(request);
        } else if (waits) {
            head = request;
            context.channel().config().setAutoRead(false);
            place = budget.await(bytes, () -> granted(context, bytes));
        } else {
            refuse(context, request);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        HttpRequest waited = head;
        if (unread && waited != null && context.channel().isWritable()) {
            unread = false;
            head = null;
            admit(context, waited);
            if (head == null) {
                context.channel().config().setAutoRead(true);
            }
        }
        context.fireChannelWritabilityChanged();
    }

    /** What the body may take; one that is too large anyway is refused later and takes nothing. */
    private long bodyBytes(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return 0;
        }
        if (request instanceof FullHttpRequest whole) {
            return whole.content().readableBytes();
        }
        if (HttpUtil.isTransferEncodingChunked(request)) {
            return maxBytes;
        }
        try {
            long length = HttpUtil.getContentLength(request, 0L);
            return length > maxBytes && !uploads.isUpload(request, maxBytes) ? 0 : length;
        } catch (NumberFormatException malformed) {
            return maxBytes;
        }
    }

    private void granted(ChannelHandlerContext context, long bytes) {
        try {
            context.executor().execute(() -> goOn(context, bytes));
        } catch (RejectedExecutionException closed) {
            budget.giveBack(bytes);
        }
    }

    private void goOn(ChannelHandlerContext context, long bytes) {
        HttpRequest waited = head;
        head = null;
        place = null;
        if (waited == null) {
            budget.giveBack(bytes); // the client left meanwhile
            return;
        }
        heldBytes += bytes;
        context.fireChannelRead(waited);
        context.channel().config().setAutoRead(true);
    }

    private void refuse(ChannelHandlerContext context, HttpRequest request) {
        dropping = !(request instanceof LastHttpContent);
        String contentType = contentType(request);
        ReferenceCountUtil.release(request);
        refuse(context, contentType);
    }

    private static void refuse(ChannelHandlerContext context, String contentType) {
        AwsException busy = new AwsException(
                "ServiceUnavailable", 503, "Penstock holds as many bytes of requests and answers as it may; try again");
        context.writeAndFlush(NettyAnswers.whole(Encoding.of(contentType).error(busy)));
    }

    private static String contentType(HttpRequest request) {
        return request.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response
                && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            growing = null; // what still comes is dropped
            giveBack();
        }
        if (message instanceof ByteBufHolder piece) {
            long bytes = piece.content().readableBytes();
            answers.add(bytes);
            context.write(message, promise.unvoid().addListener(written -> answers.taken(bytes)));
        } else {
            context.write(message, promise);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        leave();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        leave();
    }

    private void leave() {
        giveBack();
        if (place != null) {
            place.leave();
            place = null;
        }
        if (head != null) {
            ReferenceCountUtil.release(head);
            head = null;
        }
    }

    private void giveBack() {
        if (heldBytes > 0) {
            budget.giveBack(heldBytes);
            heldBytes = 0;
        }
    }
}
