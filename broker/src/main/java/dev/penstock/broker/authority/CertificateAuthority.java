package dev.penstock.broker.authority;

import dev.penstock.platform.aws.AwsException;
import io.netty.util.NetUtil;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;

/**
 * Stands for Amazon's certificate authorities: the one that signs device certificates and the one behind the endpoint. It
 * is made when it is first asked for, which takes some 10 ms, and then stays as it is. Guarded by {@code lock}.
 */
public final class CertificateAuthority {
    /** As AWS names its own devices' certificates. */
    private static final X500Name DEVICE = new X500Name("CN=AWS IoT Certificate");

    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    private static final int LEAST_RSA_BITS = 2048;
    private static final int LEAST_EC_BITS = 256;

    private final Object lock = new Object();
    private final AuthorityStore store;
    private @Nullable AuthorityKeys keys;

    private CertificateAuthority(AuthorityStore store) {
        this.store = store;
    }

    /** One that is gone when the JVM ends. */
    public static CertificateAuthority inMemory() {
        return new CertificateAuthority(AuthorityStore.NONE);
    }

    /**
     * One that is kept in a folder: {@code ca.pem}, and {@code ca.key}, which only its owner may read. A second pipeline on
     * the same folder has the same authority.
     */
    public static CertificateAuthority in(Path folder) {
        return new CertificateAuthority(new AuthorityFolder(folder));
    }

    /**
     * What clients trust, for example as {@code --cafile}.
     *
     * @throws dev.penstock.platform.lifecycle.StartException when the folder cannot be read or written, or holds nonsense;
     *     so do the others
     */
    public X509Certificate certificate() {
        return keys().certificate();
    }

    /** What the broker shows: good for the given names and addresses, and for this machine's own. */
    public ServerCertificate server(Collection<String> names) {
        Set<String> all = new LinkedHashSet<>(names);
        all.addAll(LOCAL_NAMES);
        GeneralName[] alternatives =
                all.stream().map(CertificateAuthority::name).toArray(GeneralName[]::new);
        return keys().server(new X500Name("CN=localhost,O=Penstock"), new GeneralNames(alternatives));
    }

    /** A new RSA key of 2,048 bits and a certificate for it. Takes some 100 ms: not for a network thread. */
    public IssuedKeys issue() {
        KeyPair pair = AuthorityKeys.rsaPair();
        return new IssuedKeys(pair, keys().client(DEVICE, pair.getPublic()));
    }

    /**
     * Signs what a device asks for.
     *
     * @param requestPem PKCS#10
     * @throws AwsException InvalidRequestException when it is no signing request, is not signed by its key, or its key is
     *     too short
     */
    public X509Certificate sign(String requestPem) {
        PKCS10CertificationRequest request =
                Pem.request(requestPem).orElseThrow(() -> invalid("it is no PKCS#10 request in PEM form"));
        PublicKey key = proven(request);
        int bits = key instanceof RSAPublicKey rsa
                ? rsa.getModulus().bitLength()
                : key instanceof ECPublicKey ec
                        ? ec.getParams().getCurve().getField().getFieldSize()
                        : 0;
        if (bits < (key instanceof RSAPublicKey ? LEAST_RSA_BITS : LEAST_EC_BITS)) {
            throw invalid("its key must be RSA of 2048 bits or more, or of the NIST curves P-256, P-384 or P-521");
        }
        return keys().client(request.getSubject(), key);
    }

    private static PublicKey proven(PKCS10CertificationRequest request) {
        try {
            PublicKey key = new JcaPKCS10CertificationRequest(request).getPublicKey();
            if (request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                return key;
            }
        } catch (GeneralSecurityException | OperatorCreationException | PKCSException unusable) {
            throw invalid("its key or signature cannot be used: " + unusable.getMessage());
        }
        throw invalid("it is not signed by the key that it is for");
    }

    private static AwsException invalid(String why) {
        return new AwsException("InvalidRequestException", 400, "The CSR is not valid: " + why);
    }

    private static GeneralName name(String host) {
        boolean address = NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }

    private AuthorityKeys keys() {
        synchronized (lock) {
            if (keys == null) {
                keys = store.loadOrKeep(AuthorityKeys::create);
            }
            return keys;
        }
    }

    /** A key that was made for a device and is kept nowhere, with its certificate. */
    public record IssuedKeys(KeyPair pair, X509Certificate certificate) {}
}
