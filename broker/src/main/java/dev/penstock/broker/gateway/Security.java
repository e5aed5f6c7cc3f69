package dev.penstock.broker.gateway;

import dev.penstock.broker.authority.CertificateAuthority;
import dev.penstock.broker.policy.Authorizer;
import java.util.List;

/**
 * Who may do what, and what the broker shows in TLS.
 *
 * @param authority signs the server certificate, when the first client asks for TLS
 * @param names that the server certificate is for, beside those of this machine and the address that is listened on
 */
public record Security(Authorizer authorizer, CertificateAuthority authority, List<String> names) {
    public Security {
        names = List.copyOf(names);
    }

    /** Everybody may do everything; the authority is gone when the JVM ends. */
    public static Security open() {
        return new Security(Authorizer.OPEN, CertificateAuthority.inMemory(), List.of());
    }
}
