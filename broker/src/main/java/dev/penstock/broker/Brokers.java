package dev.penstock.broker;

import dev.penstock.broker.authority.CertificateAuthority;
import dev.penstock.broker.aws.AwsIotBroker;
import dev.penstock.broker.gateway.DeviceGateway;
import dev.penstock.broker.gateway.Security;
import dev.penstock.broker.local.LocalIdentities;
import dev.penstock.broker.policy.Authorizer;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import java.util.List;

/** Makes brokers. */
public final class Brokers {
    private Brokers() {}

    /** A broker in this JVM: MQTT 3.1.1 and 5, in memory, open to everybody. It listens from {@link MessageBroker#start} on. */
    public static LocalBroker local(BrokerSettings settings, Time time) {
        return new DeviceGateway(settings, time, Security.open());
    }

    /** As {@link #local(BrokerSettings, Time)}, for clients that have to prove who they are and may not do everything. */
    public static LocalBroker local(
            BrokerSettings settings, Time time, Authorizer authorizer, CertificateAuthority authority) {
        return new DeviceGateway(settings, time, new Security(authorizer, authority, List.of()));
    }

    /**
     * As {@link #local(BrokerSettings, Time)}, for clients that are in a registry.
     *
     * @param identities made by {@link #identities}
     */
    public static LocalBroker local(BrokerSettings settings, Time time, DeviceIdentities identities) {
        if (!(identities instanceof LocalIdentities registry)) {
            throw new IllegalArgumentException("a local broker needs identities that Brokers.identities made");
        }
        return new DeviceGateway(
                settings, time, new Security(registry.authorizer(), registry.authority(), registry.serverNames()));
    }

    /**
     * A broker that is an AWS IoT endpoint elsewhere: its listener gets the messages of some topics there, each acknowledged
     * when the listener has accepted it. It connects with {@link MessageBroker#start}, and again whenever the connection is
     * lost.
     */
    public static MirrorBroker mirror(MirrorSettings settings, Time time) {
        return new AwsIotBroker(settings, time);
    }

    /**
     * An empty registry of things, certificates and policies. Its certificate authority is read or made when it is first
     * needed.
     */
    public static DeviceIdentities identities(AwsIdentity identity, Time time, IdentitySettings settings) {
        return new LocalIdentities(identity, time, settings);
    }
}
