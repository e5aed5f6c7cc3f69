package dev.penstock.broker;

import dev.penstock.broker.gateway.DeviceGateway;
import dev.penstock.platform.time.Time;

/** Makes brokers. */
public final class Brokers {
    private Brokers() {}

    /** A broker in this JVM: MQTT 3.1.1 on plain TCP, in memory. It listens from {@link MessageBroker#start} on. */
    public static MessageBroker local(BrokerSettings settings, Time time) {
        return new DeviceGateway(settings, time);
    }
}
