package dev.penstock.launcher;

import dev.penstock.broker.DeviceIdentities;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.platform.wire.WireResponse;
import java.util.concurrent.CompletableFuture;

/** The certificate that clients of the broker must trust, to be downloaded. */
public final class CaFile {
    /** On the AWS endpoint. */
    public static final String PATH = "/_penstock/ca.pem";

    private static final int OK = 200;

    private CaFile() {}

    static void serve(DeviceIdentities identities, AwsEndpoint endpoint) {
        endpoint.path(
                PATH,
                request -> CompletableFuture.completedFuture(
                        WireResponse.of(OK, "application/x-pem-file", Bytes.utf8(identities.caCertificate()))));
    }
}
