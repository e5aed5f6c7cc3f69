/**
 * Simulated devices: any number of MQTT clients in one process that replay a file of events against any broker. Start
 * with {@link dev.penstock.launcher.simulate.DeviceFleet}. Knows nothing about pipelines: devices are ordinary clients
 * on a socket.
 */
@NullMarked
package dev.penstock.launcher.simulate;

import org.jspecify.annotations.NullMarked;
