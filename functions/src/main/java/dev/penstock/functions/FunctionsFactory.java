package dev.penstock.functions;

import dev.penstock.functions.local.LocalFunctions;
import dev.penstock.functions.wire.LambdaApi;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.wire.AwsEndpoint;

/** Makes the implementations of {@link Functions}. */
public final class FunctionsFactory {

    private FunctionsFactory() {}

    /**
     * Runs functions on this machine: Java handlers in this JVM, each environment behind its own class loader, and Python
     * handlers in child processes.
     */
    public static Functions local(
            AwsIdentity identity, Time time, FunctionServices services, FunctionSettings settings) {
        return new LocalFunctions(identity, time, services, settings);
    }

    /** Serves the Lambda API over functions at an endpoint, where it is signed for {@code lambda}. */
    public static void serve(Functions functions, AwsIdentity identity, Time time, AwsEndpoint endpoint) {
        LambdaApi.serve(functions, identity, time, endpoint);
    }
}
