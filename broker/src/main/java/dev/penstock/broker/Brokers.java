package dev.penstock.broker;

import dev.penstock.broker.gateway.DeviceGateway;
import dev.penstock.broker.local.LocalIdentities;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;

/** Makes brokers. */
public final class Brokers {
    private Brokers() {}

    /** A broker in this JVM: MQTT 3.1.1 on plain TCP, in memory. It listens from {@link MessageBroker#start} on. */
    public static LocalBroker local(BrokerSettings settings, Time time) {
        return new DeviceGateway(settings, time);
    }

    /**
     * An empty registry of things, certificates and policies. Its certificate authority is read or made when it is first
     * needed.
     */
    public static DeviceIdentities identities(AwsIdentity identity, Time time, IdentitySettings settings) {
        return new LocalIdentities(identity, time, settings);
    }
}
