package dev.penstock.broker.policy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** The ids of certificates: the SHA-256 of their DER form, in lower-case hexadecimal digits. */
public final class CertificateIds {
    private CertificateIds() {}

    /** 64 digits. */
    public static String of(X509Certificate certificate) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read cannot be digested", impossible);
        }
    }
}
