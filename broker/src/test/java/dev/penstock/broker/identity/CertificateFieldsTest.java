package dev.penstock.broker.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.broker.authority.TestRequests;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The certificate of the developer guide, "Using X.509 certificate policy variables", and what its variables are there. */
class CertificateFieldsTest {
    private static final CertificateFields LIGHT_BULB = new CertificateFields(TestRequests.certificate(
            "921285cbb7a5e086",
            "C=US, O=IoT Devices, OU=SmartHome, ST=WA, CN=IoT Devices Primary CA, GIVENNAME=Primary CA1, INITIALS=XY,"
                    + " DN=Example corp, SURNAME=SmartHome, T=CA1, Pseudonym=Primary_CA, GENERATION=2,"
                    + " SERIALNUMBER=987",
            "C=US, O=IoT Devices, OU=LightBulb, ST=NY, CN=LightBulb Device Cert, GIVENNAME=Bulb, INITIALS=ZZ,"
                    + " DN=Bulb001, SURNAME=Multi Color, T=RGB, Pseudonym=RGB Device, GENERATION=4, SERIALNUMBER=123",
            builder -> builder.addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            alternatives(
                                    "example.com",
                                    "1.2.3.4",
                                    "ResourceIdentifier001",
                                    "device1@example.com",
                                    "C=US,O=IoT,OU=SmartHome,CN=LightBulbCert"))
                    .addExtension(
                            Extension.issuerAlternativeName,
                            false,
                            alternatives(
                                    "issuer.com",
                                    "5.6.7.8",
                                    "PrimarySignerCA",
                                    "primary@issuer.com",
                                    "C=US,O=Issuer,OU=IoT Devices,CN=Primary Issuer CA"))));

    private static GeneralNames alternatives(String dns, String address, String uri, String mail, String directory) {
        return new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, dns),
            new GeneralName(GeneralName.iPAddress, address),
            new GeneralName(GeneralName.uniformResourceIdentifier, uri),
            new GeneralName(GeneralName.rfc822Name, mail),
            new GeneralName(GeneralName.directoryName, new X500Name(directory).toASN1Primitive())
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "SerialNumber | 10525622389124227206",
                "Issuer.Country | US",
                "Issuer.Organization | IoT Devices",
                "Issuer.OrganizationalUnit | SmartHome",
                "Issuer.State | WA",
                "Issuer.CommonName | IoT Devices Primary CA",
                "Issuer.GivenName | Primary CA1",
                "Issuer.Initials | XY",
                "Issuer.DistinguishedNameQualifier | Example corp",
                "Issuer.Surname | SmartHome",
                "Issuer.Title | CA1",
                "Issuer.Pseudonym | Primary_CA",
                "Issuer.GenerationQualifier | 2",
                "Issuer.SerialNumber | 987",
                "Issuer.AlternativeName.DNSName | issuer.com",
                "Issuer.AlternativeName.IPAddress | 5.6.7.8",
                "Issuer.AlternativeName.UniformResourceIdentifier | PrimarySignerCA",
                "Issuer.AlternativeName.RFC822Name | primary@issuer.com",
                "Issuer.AlternativeName.DirectoryName | cn=Primary Issuer CA,ou=IoT Devices,o=Issuer,c=US",
                "Subject.Country | US",
                "Subject.Organization | IoT Devices",
                "Subject.OrganizationalUnit | LightBulb",
                "Subject.State | NY",
                "Subject.CommonName | LightBulb Device Cert",
                "Subject.GivenName | Bulb",
                "Subject.Initials | ZZ",
                "Subject.DistinguishedNameQualifier | Bulb001",
                "Subject.Surname | Multi Color",
                "Subject.Title | RGB",
                "Subject.Pseudonym | RGB Device",
                "Subject.GenerationQualifier | 4",
                "Subject.SerialNumber | 123",
                "Subject.AlternativeName.DNSName | example.com",
                "Subject.AlternativeName.IPAddress | 1.2.3.4",
                "Subject.AlternativeName.UniformResourceIdentifier | ResourceIdentifier001",
                "Subject.AlternativeName.RFC822Name | device1@example.com",
                "Subject.AlternativeName.DirectoryName | cn=LightBulbCert,ou=SmartHome,o=IoT,c=US"
            })
    void variableHasTheValueOfTheDeveloperGuide(String variable, String value) {
        assertThat(values(LIGHT_BULB, variable)).containsExactly(value);
        assertThat(values(LIGHT_BULB, "AvailableKeys")).hasSize(37).contains("iot:Certificate." + variable);
    }

    @Test
    void variableWithoutAValueIsNoAvailableKey() {
        CertificateFields bare = new CertificateFields(TestRequests.certificate("7", "CN=ca", "CN=a", builder -> {}));

        assertThat(values(bare, "AvailableKeys"))
                .containsExactly(
                        "iot:Certificate.Issuer.CommonName",
                        "iot:Certificate.Subject.CommonName",
                        "iot:Certificate.SerialNumber");
        assertThat(values(bare, "Subject.Country")).isEmpty();
        assertThat(values(bare, "Subject.AlternativeName.DNSName")).isEmpty();
        assertThat(values(bare, "Subject.Shoe")).isEmpty();
        assertThat(values(bare, "Owner.CommonName")).isEmpty();
    }

    @Test
    void valuesAreNumberedFromTheSecondOnAndFiveOfThemCount() {
        String units = IntStream.range(0, 7).mapToObj(i -> "OU=u" + i).collect(Collectors.joining(","));
        CertificateFields many = new CertificateFields(TestRequests.certificate("7", "CN=ca", units, builder -> {}));

        assertThat(values(many, "Subject.OrganizationalUnit")).containsExactly("u0");
        assertThat(values(many, "Subject.OrganizationalUnit.1")).containsExactly("u1");
        assertThat(values(many, "Subject.OrganizationalUnit.4")).containsExactly("u4");
        assertThat(values(many, "Subject.OrganizationalUnit.5")).isEmpty();
        assertThat(values(many, "Subject.OrganizationalUnit.List")).containsExactly("u0", "u1", "u2", "u3", "u4");
    }

    @Test
    void specialCharactersHaveABackslash() {
        CertificateFields special = new CertificateFields(
                TestRequests.certificate("7", "CN=ca", "O=Example\\, Inc. L\\=Seattle", builder -> {}));

        assertThat(values(special, "Subject.Organization")).containsExactly("Example\\, Inc. L\\=Seattle");
    }

    private static List<String> values(CertificateFields fields, String variable) {
        return fields.values(variable.toLowerCase(Locale.ROOT));
    }
}
