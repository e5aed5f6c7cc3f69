/**
 * The AWS IoT data plane over HTTP: publish, retained messages, shadows, connections. Start with
 * {@link dev.penstock.broker.dataplane.IotData}, the table of operations; {@link dev.penstock.broker.dataplane.DataGateway}
 * is what it asks of the gateway.
 */
@NullMarked
package dev.penstock.broker.dataplane;

import org.jspecify.annotations.NullMarked;
