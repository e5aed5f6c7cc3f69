package dev.penstock.broker.gateway;

import dev.penstock.platform.wire.Upgrade;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** MQTT over WebSocket on the port of another server. */
final class WebSocketUpgrade implements Upgrade {
    private final Supplier<@Nullable MqttListener> listener;

    /** @param listener null as long as the broker does not run */
    WebSocketUpgrade(Supplier<@Nullable MqttListener> listener) {
        this.listener = listener;
    }

    @Override
    public boolean wants(HttpRequest request) {
        return listener.get() != null && MqttListener.isWebSocket(request);
    }

    @Override
    public void take(ChannelHandlerContext context, FullHttpRequest request) {
        MqttListener owner = listener.get();
        if (owner == null) {
            context.close();
            return;
        }
        owner.take(context.channel());
        WebSocketDoor.open(context, request, owner);
    }
}
