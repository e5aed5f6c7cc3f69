package dev.penstock.broker.authority;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the broker shows to clients that connect by TLS.
 *
 * @param chain the server's own certificate first, the authority's last
 */
public record ServerCertificate(PrivateKey key, List<X509Certificate> chain) {
    public ServerCertificate {
        chain = List.copyOf(chain);
    }
}
