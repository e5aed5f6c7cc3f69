package dev.penstock.broker.policy;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a certificate that a client showed in its TLS handshake may be used. When not, the connection is refused before
 * a CONNACK with the reason {@code AUTH_ERROR}.
 *
 * @param accepted null when it may not be used
 * @param reason why not, for the log; empty when it may be used
 */
public record Admission(@Nullable Principal accepted, String reason) {

    static Admission of(Principal principal) {
        return new Admission(principal, "");
    }

    /** @param reason for the log, for example that the certificate is INACTIVE, with what to do */
    public static Admission refused(String reason) {
        return new Admission(null, reason);
    }

    /** @param certificateId of an active certificate */
    public static Admission certificate(String certificateId) {
        return of(Principal.certificate(certificateId));
    }

    public Optional<Principal> principal() {
        return Optional.ofNullable(accepted);
    }
}
