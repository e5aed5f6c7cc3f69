package dev.penstock.broker;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who devices are and what they may do.
 *
 * @param policies whether policies are enforced
 * @param dataFolder where the certificate authority is kept, so that it is the same after a restart; null for one that is
 *     made anew
 * @param endpointHost what DescribeEndpoint answers and the server's certificate is good for, without a port
 */
public record IdentitySettings(
        PolicyMode policies, @Nullable Path dataFolder, String endpointHost) {
    /** Policies hold for clients with a certificate, the authority is made anew, the endpoint is {@code localhost}. */
    public static final IdentitySettings DEFAULT = new IdentitySettings(PolicyMode.CERTIFICATES, null, "localhost");

    public Optional<Path> folder() {
        return Optional.ofNullable(dataFolder);
    }

    public IdentitySettings withPolicies(PolicyMode other) {
        return new IdentitySettings(other, dataFolder, endpointHost);
    }

    public IdentitySettings withDataFolder(Path other) {
        return new IdentitySettings(policies, other, endpointHost);
    }

    public IdentitySettings withEndpointHost(String other) {
        return new IdentitySettings(policies, dataFolder, other);
    }
}
