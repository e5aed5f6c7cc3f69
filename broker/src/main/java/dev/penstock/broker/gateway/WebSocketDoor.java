package dev.penstock.broker.gateway;

import dev.penstock.platform.data.Json;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.CharsetUtil;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the request that opens a WebSocket at {@code /mqtt}; any other is for the data plane when it came by TLS. Whose request it is, the
 * signature in its query or header tells. Source: AWS IoT Core developer guide, MQTT over WebSockets.
 */
final class WebSocketDoor extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger log = LoggerFactory.getLogger(WebSocketDoor.class);
    /** The second is what AWS's device SDK for JavaScript and older Paho clients ask for. */
    private static final String SUBPROTOCOLS = "mqtt,mqttv3.1";

    private final MqttListener listener;
    private final DeviceRequests requests;

    WebSocketDoor(MqttListener listener, DeviceRequests requests) {
        this.listener = listener;
        this.requests = requests;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (!MqttListener.isWebSocket(request)) {
            answer(ctx, request);
            return;
        }
        open(ctx, request, listener);
    }

    private void answer(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (ctx.pipeline().get(SslHandler.class) == null) {
            refuse(
                    ctx,
                    HttpResponseStatus.NOT_FOUND,
                    "this port speaks MQTT, and MQTT over WebSocket at /mqtt; publish over HTTP at the AWS endpoint, or with"
                            + " a client certificate at the TLS port");
            return;
        }
        if (request.decoderResult().isFailure()) {
            refuse(ctx, HttpResponseStatus.BAD_REQUEST, "the request is malformed");
            return;
        }
        try {
            requests.answer(ctx, request);
        } catch (IllegalArgumentException badEscape) {
            refuse(ctx, HttpResponseStatus.BAD_REQUEST, "the path has a broken escape");
        }
    }

    /** Opens a WebSocket on a channel whose last handler is the caller, which is taken out. */
    static void open(ChannelHandlerContext ctx, FullHttpRequest request, MqttListener listener) {
        SignedQuery signature = listener.signatures().of(request);
        Optional<String> problem = signature.problem();
        if (problem.isPresent()) {
            refuse(ctx, HttpResponseStatus.FORBIDDEN, problem.get());
            return;
        }
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                        "/mqtt", SUBPROTOCOLS, true, BrokerLimits.MAX_PACKET_BYTES + 5)
                .newHandshaker(request);
        Channel channel = ctx.channel();
        if (handshaker == null) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(channel);
            return;
        }
        channel.attr(Door.KEY).set(signature.door());
        handshaker.handshake(channel, request).addListener((ChannelFutureListener) done -> {
            if (!done.isSuccess()) {
                log.debug("WebSocket of {} was not opened", channel.remoteAddress(), done.cause());
                channel.close();
            }
        });
        channel.pipeline().addLast(new WebSocketFrames());
        listener.assembleMqtt(channel);
        channel.pipeline().remove(ctx.handler());
    }

    private static void refuse(ChannelHandlerContext ctx, HttpResponseStatus status, String why) {
        log.warn("refused the request from {}: {}", ctx.channel().remoteAddress(), why);
        FullHttpResponse answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                status,
                ctx.alloc().buffer().writeBytes(message(why).getBytes(CharsetUtil.UTF_8)));
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, "close");
        ctx.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    private static String message(String why) {
        return Json.MAPPER.createObjectNode().put("message", why).toString();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent && !requests.isBusy()) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.debug(
                "connection from {} broke before its WebSocket was open",
                ctx.channel().remoteAddress(),
                cause);
        ctx.close();
    }
}
