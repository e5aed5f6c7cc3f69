package dev.penstock.broker.identity;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.jspecify.annotations.Nullable;

/**
 * What policies may ask about a certificate: {@code iot:Certificate.Subject.CommonName} and the like. The bare name is the
 * first value, {@code .1} the second, {@code .List} all of them; at most five count.
 */
final class CertificateFields {
    private static final int MOST_VALUES = 5;
    private static final Map<String, ASN1ObjectIdentifier> NAMES = Map.ofEntries(
            Map.entry("distinguishednamequalifier", BCStyle.DN_QUALIFIER),
            Map.entry("country", BCStyle.C),
            Map.entry("organization", BCStyle.O),
            Map.entry("organizationalunit", BCStyle.OU),
            Map.entry("state", BCStyle.ST),
            Map.entry("commonname", BCStyle.CN),
            Map.entry("serialnumber", BCStyle.SERIALNUMBER),
            Map.entry("title", BCStyle.T),
            Map.entry("surname", BCStyle.SURNAME),
            Map.entry("givenname", BCStyle.GIVENNAME),
            Map.entry("initials", BCStyle.INITIALS),
            Map.entry("pseudonym", BCStyle.PSEUDONYM),
            Map.entry("generationqualifier", BCStyle.GENERATION));
    /** By the number of the kind in X.509. */
    private static final Map<String, Integer> ALTERNATIVES =
            Map.of("rfc822name", 1, "dnsname", 2, "directoryname", 4, "uniformresourceidentifier", 6, "ipaddress", 7);

    private final X509Certificate certificate;

    CertificateFields(X509Certificate certificate) {
        this.certificate = certificate;
    }

    /**
     * @param key in lower case, without {@code iot:Certificate.}
     * @return none when there is no such field, or it has no such value
     */
    List<String> values(String key) {
        if (key.equals("serialnumber")) {
            return List.of(certificate.getSerialNumber().toString());
        }
        List<String> parts = Arrays.asList(key.split("\\.", -1));
        boolean subject = parts.get(0).equals("subject");
        if (parts.size() < 2 || (!subject && !parts.get(0).equals("issuer"))) {
            return List.of();
        }
        boolean alternative = parts.get(1).equals("alternativename");
        int field = alternative ? 2 : 1;
        if (parts.size() <= field || parts.size() > field + 2) {
            return List.of();
        }
        List<String> all = alternative ? alternatives(subject, parts.get(field)) : names(subject, parts.get(field));
        List<String> counted = all.subList(0, Math.min(MOST_VALUES, all.size()));
        return pick(counted, parts.size() == field + 2 ? parts.get(field + 1) : "0");
    }

    private static List<String> pick(List<String> values, String which) {
        if (which.equals("list")) {
            return values;
        }
        int index = which.matches("\\d") ? which.charAt(0) - '0' : MOST_VALUES;
        return index < values.size() ? List.of(values.get(index)) : List.of();
    }

    private List<String> names(boolean subject, String field) {
        ASN1ObjectIdentifier type = NAMES.get(field);
        if (type == null) {
            return List.of();
        }
        X500Principal name = subject ? certificate.getSubjectX500Principal() : certificate.getIssuerX500Principal();
        List<String> values = new ArrayList<>();
        for (RDN part : X500Name.getInstance(name.getEncoded()).getRDNs()) {
            for (AttributeTypeAndValue pair : part.getTypesAndValues()) {
                if (pair.getType().equals(type)) {
                    values.add(IETFUtils.valueToString(pair.getValue()));
                }
            }
        }
        return values;
    }

    private List<String> alternatives(boolean subject, String field) {
        Integer kind = ALTERNATIVES.get(field);
        List<String> values = new ArrayList<>();
        try {
            @Nullable
            Collection<List<?>> names =
                    subject ? certificate.getSubjectAlternativeNames() : certificate.getIssuerAlternativeNames();
            if (kind != null && names != null) {
                for (List<?> name : names) {
                    if (kind.equals(name.get(0))) {
                        values.add(String.valueOf(name.get(1)));
                    }
                }
            }
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
        return values;
    }
}
