package dev.penstock.broker.policy;

/**
 * Who a client proved to be.
 *
 * @param id what rules and lifecycle events show: the certificate id, the access key id, the authorizer's principal id;
 *     empty for an anonymous client
 */
public record Principal(Kind kind, String id) {
    /** A client of plain MQTT, which proves nothing. */
    public static final Principal ANONYMOUS = new Principal(Kind.ANONYMOUS, "");

    /** How it proved it. */
    public enum Kind {
        /** By an X.509 certificate that is registered and active. */
        CERTIFICATE,
        /** By a SigV4 signature; IAM policies, which Penstock does not have, are what AWS asks. */
        SIGNED,
        ANONYMOUS
    }

    /** @param certificateId 64 hexadecimal digits */
    public static Principal certificate(String certificateId) {
        return new Principal(Kind.CERTIFICATE, certificateId);
    }

    /** @param accessKeyId whose signature it is */
    public static Principal signed(String accessKeyId) {
        return new Principal(Kind.SIGNED, accessKeyId);
    }
}
