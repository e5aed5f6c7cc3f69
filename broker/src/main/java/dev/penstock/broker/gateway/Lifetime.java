package dev.penstock.broker.gateway;

import dev.penstock.platform.time.Time;
import io.netty.channel.Channel;
import java.time.Duration;

/**
 * How long a connection may last: a WebSocket one day, others as long as they like. AWS ends it when the next message is
 * sent, in either direction. Source: AWS IoT Core developer guide, Device communication protocols.
 */
final class Lifetime {
    static final Duration OF_WEB_SOCKET = Duration.ofHours(24);

    private final Time time;
    private final long end;

    Lifetime(Channel channel, Time time) {
        this.time = time;
        this.end = channel.pipeline().get(WebSocketFrames.class) == null
                ? Long.MAX_VALUE
                : time.millis() + OF_WEB_SOCKET.toMillis();
    }

    boolean isOver() {
        return end != Long.MAX_VALUE && time.millis() >= end;
    }
}
