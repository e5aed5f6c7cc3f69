package dev.penstock.broker.presence;

/**
 * Why a connection ended, in AWS's words. Source: AWS IoT Core developer guide, Lifecycle events. All but
 * {@link #CLIENT_INITIATED_DISCONNECT} have the will published.
 */
public enum DisconnectReason {
    AUTH_ERROR,
    CLIENT_INITIATED_DISCONNECT,
    CLIENT_ERROR,
    CONNECTION_LOST,
    DUPLICATE_CLIENTID,
    FORBIDDEN_ACCESS,
    MQTT_KEEP_ALIVE_TIMEOUT,
    SERVER_ERROR,
    SERVER_INITIATED_DISCONNECT,
    API_INITIATED_DISCONNECT,
    THROTTLED,
    WEBSOCKET_TTL_EXPIRATION,
    CUSTOMAUTH_TTL_EXPIRATION
}
