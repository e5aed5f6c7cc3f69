package dev.penstock.broker;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.wire.AwsEndpoint;

/** A broker in this JVM, with the services of AWS IoT Core that live in it. */
public interface LocalBroker extends MessageBroker {

    /**
     * Adds the HTTP APIs to an endpoint: the data plane (publish, retained messages, shadows, connections), jobs and the
     * feed of the test page. They answer that they are not available while the broker does not run.
     */
    void serve(AwsEndpoint endpoint, AwsIdentity identity);

    /** The device shadows. */
    DeviceShadows shadows();
}
