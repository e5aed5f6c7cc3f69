package dev.penstock.broker.identity;

import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A certificate authority of the user that is registered.
 *
 * @param id as for a device's certificate
 * @param active whether certificates that it signed may be registered
 * @param autoRegistration whether they are registered when they connect first
 */
public record CaCertificate(
        String id,
        String pem,
        X509Certificate x509,
        boolean active,
        boolean autoRegistration,
        Instant createdAt,
        Instant modifiedAt,
        boolean sniOnly) {}
