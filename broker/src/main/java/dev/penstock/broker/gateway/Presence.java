package dev.penstock.broker.gateway;

import dev.penstock.broker.engine.Interest;
import dev.penstock.broker.presence.ConnectionEvents;
import dev.penstock.broker.presence.DisconnectReason;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lifecycle events tell about one connection; nothing before it is accepted. The first reason to end counts. Confined
 * to the channel's loop.
 */
final class Presence {
    private ConnectionEvents.@Nullable Connection live;
    private @Nullable DisconnectReason reason;

    void begin(ConnectionEvents.Connection connection) {
        live = connection;
    }

    void subscribed(List<Interest> granted) {
        if (live != null && !granted.isEmpty()) {
            live.subscribed(granted.stream().map(Interest::filter).toList());
        }
    }

    void unsubscribed(List<String> filters) {
        if (live != null) {
            live.unsubscribed(filters);
        }
    }

    void endsBecause(DisconnectReason why) {
        if (reason == null) {
            reason = why;
        }
    }

    void endsBecause(Disconnect code) {
        endsBecause(
                switch (code) {
                    case SESSION_TAKEN_OVER -> DisconnectReason.DUPLICATE_CLIENTID;
                    case KEEP_ALIVE_TIMEOUT -> DisconnectReason.MQTT_KEEP_ALIVE_TIMEOUT;
                    case NOT_AUTHORIZED -> DisconnectReason.AUTH_ERROR;
                    case MESSAGE_RATE_TOO_HIGH -> DisconnectReason.THROTTLED;
                    case SERVER_SHUTTING_DOWN -> DisconnectReason.SERVER_INITIATED_DISCONNECT;
                    case ADMINISTRATIVE_ACTION -> DisconnectReason.API_INITIATED_DISCONNECT;
                    case UNSPECIFIED_ERROR, IMPLEMENTATION_SPECIFIC_ERROR, SERVER_BUSY -> DisconnectReason.SERVER_ERROR;
                    default -> DisconnectReason.CLIENT_ERROR;
                });
    }

    void end() {
        if (live != null) {
            live.ended(reason == null ? DisconnectReason.CONNECTION_LOST : reason);
            live = null;
        }
    }
}
