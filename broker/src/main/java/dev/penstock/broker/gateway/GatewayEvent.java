package dev.penstock.broker.gateway;

/** What happens to a connection beside the packets on it. */
enum GatewayEvent {
    /** The broker ends; it closes the connections next. */
    SHUTDOWN,
    /** A WebSocket was closed by its client: that is a goodbye, like DISCONNECT. */
    GOODBYE
}
