package dev.penstock.broker.policy;

import java.time.Instant;

/**
 * A certificate that registered itself by connecting, for an authority that allows it; it waits for its activation.
 *
 * @param caCertificateId of the authority that signed it
 * @param accountId whose registry it is in
 */
public record Registered(String certificateId, String caCertificateId, String accountId, Instant at) {}
