package dev.penstock.broker.gateway;

/** What the gateway tells all its connections. */
enum GatewayEvent {
    /** The broker ends; it closes the connections next. */
    SHUTDOWN
}
