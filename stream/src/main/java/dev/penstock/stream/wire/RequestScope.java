package dev.penstock.stream.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.wire.CredentialScope;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.Scopes;
import java.util.Optional;

/**
 * Which account's streams in which region a request is about: the region and the account it is signed for, the
 * pipeline's own otherwise.
 */
final class RequestScope {
    private RequestScope() {}

    /** @throws AwsException InvalidSignatureException when the region cannot be one */
    static InMemoryStreams of(WireRequest request, Scopes scopes) {
        InMemoryStreams home = scopes.home();
        Optional<CredentialScope> signed = CredentialScope.of(request);
        if (signed.isEmpty()) {
            return home;
        }
        String account = signed.get().account().orElse(home.identity().account());
        String region = signed.get().region();
        // Asked of every request: what is at home needs no look at how a region is written.
        boolean atHome = region.equals(home.identity().region())
                && account.equals(home.identity().account());
        return atHome ? home : scopes.of(identity(account, region, home.identity()));
    }

    private static AwsIdentity identity(String account, String region, AwsIdentity home) {
        try {
            return new AwsIdentity(account, region);
        } catch (IllegalArgumentException noRegion) {
            throw new AwsException(
                    "InvalidSignatureException",
                    400,
                    "Credential should be scoped to a valid region, not '%s'; set the client's region to %s"
                            .formatted(region, home.region()));
        }
    }
}
