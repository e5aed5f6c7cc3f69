package dev.penstock.broker.identity;

import java.util.Arrays;

/** The states of a certificate. Only an active one may be used to connect. */
public enum CertificateStatus {
    ACTIVE,
    INACTIVE,
    REVOKED,
    /** Registered by its first connection and not activated yet. */
    PENDING_ACTIVATION;

    /** @throws dev.penstock.platform.aws.AwsException InvalidRequestException */
    public static CertificateStatus of(String name) {
        return Arrays.stream(values())
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow(() -> IdentityErrors.invalid(
                        "'%s' is no status that Penstock knows: it must be one of %s; certificates are not transferred"
                                .formatted(name, Arrays.toString(values()))));
    }
}
