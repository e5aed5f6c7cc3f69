package dev.penstock.broker.identity;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x500.style.RFC4519Style;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.jspecify.annotations.Nullable;

/**
 * What policies may ask about a certificate: {@code iot:Certificate.Subject.CommonName} and the like. The bare name is the
 * first value, {@code .1} the second, {@code .List} all of them; at most five count.
 */
final class CertificateFields {
    private static final int MOST_VALUES = 5;
    private static final String PREFIX = "iot:Certificate.";
    private static final String ALTERNATIVE = "alternativename";
    private static final List<String> OWNERS = List.of("Issuer", "Subject");
    private static final Map<String, ASN1ObjectIdentifier> NAMES = anyCase(Map.ofEntries(
            Map.entry("DistinguishedNameQualifier", BCStyle.DN_QUALIFIER),
            Map.entry("Country", BCStyle.C),
            Map.entry("Organization", BCStyle.O),
            Map.entry("OrganizationalUnit", BCStyle.OU),
            Map.entry("State", BCStyle.ST),
            Map.entry("CommonName", BCStyle.CN),
            Map.entry("SerialNumber", BCStyle.SERIALNUMBER),
            Map.entry("Title", BCStyle.T),
            Map.entry("Surname", BCStyle.SURNAME),
            Map.entry("GivenName", BCStyle.GIVENNAME),
            Map.entry("Initials", BCStyle.INITIALS),
            Map.entry("Pseudonym", BCStyle.PSEUDONYM),
            Map.entry("GenerationQualifier", BCStyle.GENERATION)));

    private static final Map<String, Integer> ALTERNATIVES = anyCase(Map.of(
            "RFC822Name",
            GeneralName.rfc822Name,
            "DNSName",
            GeneralName.dNSName,
            "DirectoryName",
            GeneralName.directoryName,
            "UniformResourceIdentifier",
            GeneralName.uniformResourceIdentifier,
            "IPAddress",
            GeneralName.iPAddress));

    private static <V> Map<String, V> anyCase(Map<String, V> given) {
        Map<String, V> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(given);
        return Collections.unmodifiableMap(sorted);
    }

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
        if (key.equals("availablekeys")) {
            return availableKeys();
        }
        List<String> parts = Arrays.asList(key.split("\\.", -1));
        boolean subject = parts.get(0).equals("subject");
        if (parts.size() < 2 || (!subject && !parts.get(0).equals("issuer"))) {
            return List.of();
        }
        boolean alternative = parts.get(1).equals(ALTERNATIVE);
        int field = alternative ? 2 : 1;
        if (parts.size() <= field || parts.size() > field + 2) {
            return List.of();
        }
        List<String> all = alternative ? alternatives(subject, parts.get(field)) : names(subject, parts.get(field));
        List<String> counted = all.subList(0, Math.min(MOST_VALUES, all.size()));
        return pick(counted, parts.size() == field + 2 ? parts.get(field + 1) : "0");
    }

    /** The names of the variables that have a value, as AWS spells them. */
    private List<String> availableKeys() {
        List<String> keys = new ArrayList<>();
        for (String owner : OWNERS) {
            NAMES.keySet().forEach(name -> keys.add(owner + "." + name));
            ALTERNATIVES.keySet().forEach(name -> keys.add(owner + ".AlternativeName." + name));
        }
        keys.add("SerialNumber");
        keys.removeIf(key -> values(key.toLowerCase(Locale.ROOT)).isEmpty());
        keys.replaceAll(PREFIX::concat);
        return keys;
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

    /** Not by the JDK, which reads none of them when one has a form that it does not like, such as a URI without a scheme. */
    private List<String> alternatives(boolean subject, String field) {
        Integer kind = ALTERNATIVES.get(field);
        byte @Nullable [] extension = certificate.getExtensionValue(
                (subject ? Extension.subjectAlternativeName : Extension.issuerAlternativeName).getId());
        List<String> values = new ArrayList<>();
        if (kind == null || extension == null) {
            return values;
        }
        try {
            for (GeneralName name : GeneralNames.getInstance(JcaX509ExtensionUtils.parseExtensionValue(extension))
                    .getNames()) {
                if (name.getTagNo() == kind) {
                    values.add(text(name));
                }
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            return List.of();
        }
        return values;
    }

    /** A directory name with its last part first and the types in lower case, as AWS has it. */
    private static String text(GeneralName name) {
        return switch (name.getTagNo()) {
            case GeneralName.directoryName -> RFC4519Style.INSTANCE.toString(X500Name.getInstance(name.getName()));
            case GeneralName.iPAddress ->
                NetUtil.bytesToIpAddress(
                        ASN1OctetString.getInstance(name.getName()).getOctets());
            default -> ASN1IA5String.getInstance(name.getName()).getString();
        };
    }
}
