/**
 * The door that devices knock at: listens, checks every packet against the limits and rules of AWS IoT Core, feeds the
 * publish listener and holds the PUBACK until it has accepted. Start with
 * {@link dev.penstock.broker.gateway.DeviceGateway}; one connection is {@code ConnectGate}, then {@code IngressGate} with
 * its {@code PacketQueue}. Sessions and subscriptions are the engine's.
 */
@NullMarked
package dev.penstock.broker.gateway;

import org.jspecify.annotations.NullMarked;
