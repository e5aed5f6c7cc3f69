package dev.penstock.broker.identity;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Everything that the registry holds, behind one lock: what is attached must be looked at together with what is there. */
final class RegistryState {
    final AwsIdentity identity;
    final Time time;
    final NavigableMap<String, Thing> things = new TreeMap<>();
    final NavigableMap<String, ThingType> types = new TreeMap<>();
    final NavigableMap<String, ThingGroup> groups = new TreeMap<>();
    final NavigableMap<String, Policy> policies = new TreeMap<>();
    /** By id, the oldest first; so is the next. */
    final Map<String, DeviceCertificate> certificates = new LinkedHashMap<>();

    final Map<String, CaCertificate> authorities = new LinkedHashMap<>();
    /** From the name of a policy to the ARNs and Cognito ids it is attached to. */
    final Links policyTargets = new Links();
    /** From the name of a thing to the ARNs of its principals. */
    final Links thingPrincipals = new Links();
    /** From the name of a group to the names of its things. */
    final Links groupThings = new Links();

    private final Object lock = new Object();
    private volatile long version;

    RegistryState(AwsIdentity identity, Time time) {
        this.identity = identity;
        this.time = time;
    }

    <T> T read(Supplier<T> look) {
        synchronized (lock) {
            return look.get();
        }
    }

    <T> T change(Supplier<T> change) {
        synchronized (lock) {
            T result = change.get();
            version++;
            return result;
        }
    }

    void change(Runnable change) {
        synchronized (lock) {
            change.run();
            version++;
        }
    }

    /** Another one after every change. */
    long version() {
        return version;
    }

    String arn(String resource) {
        return identity.arn("iot", resource).toString();
    }
}
