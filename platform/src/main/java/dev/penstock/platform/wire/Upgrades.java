package dev.penstock.platform.wire;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.flow.FlowControlHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who takes connections over. May change while the server runs. */
final class Upgrades {
    private static final List<Class<? extends ChannelHandler>> OF_HTTP =
            List.of(RequestTimeout.class, FlowControlHandler.class, BodyRoom.class);

    private final List<Upgrade> all = new CopyOnWriteArrayList<>();

    void add(Upgrade upgrade) {
        all.add(upgrade);
    }

    /** Whether somebody has taken the connection over. */
    boolean take(ChannelHandlerContext context, FullHttpRequest request) {
        for (Upgrade upgrade : all) {
            if (request.decoderResult().isSuccess() && upgrade.wants(request)) {
                OF_HTTP.forEach(type -> removeIfThere(context, type));
                upgrade.take(context, request);
                return true;
            }
        }
        return false;
    }

    private static void removeIfThere(ChannelHandlerContext context, Class<? extends ChannelHandler> type) {
        if (context.pipeline().get(type) != null) {
            context.pipeline().remove(type);
        }
    }
}
