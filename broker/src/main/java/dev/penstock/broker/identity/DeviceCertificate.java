package dev.penstock.broker.identity;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client certificate that is registered.
 *
 * @param id SHA-256 of its DER form, 64 lower-case hexadecimal digits
 * @param caId the registered authority that signed it; null when none did
 * @param sniOnly whether its mode is {@code SNI_ONLY}
 */
public record DeviceCertificate(
        String id,
        String pem,
        X509Certificate x509,
        CertificateStatus status,
        Instant createdAt,
        Instant modifiedAt,
        @Nullable String caId,
        boolean sniOnly) {

    public Optional<String> caCertificateId() {
        return Optional.ofNullable(caId);
    }

    DeviceCertificate with(CertificateStatus other, Instant now) {
        return new DeviceCertificate(id, pem, x509, other, createdAt, now, caId, sniOnly);
    }
}
