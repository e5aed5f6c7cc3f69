package dev.penstock.broker.wire;

import dev.penstock.broker.identity.CaCertificate;
import dev.penstock.broker.identity.CaCertificates;
import dev.penstock.broker.identity.DeviceCertificate;
import dev.penstock.broker.identity.IdentityErrors;
import dev.penstock.broker.identity.Registry;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;

/** Certificate authorities of the user, and the code that proves that he has their key. */
final class CaOperations {
    private final CaCertificates authorities;
    private final AwsIdentity identity;
    private final CertificateOperations certificates;

    CaOperations(Registry registry, AwsIdentity identity, CertificateOperations certificates) {
        authorities = registry.authorities();
        this.identity = identity;
        this.certificates = certificates;
    }

    WireOutput.Body code(RestInput in) {
        String code = authorities.registrationCode();
        return out -> out.text("registrationCode", code);
    }

    WireOutput.Body deleteCode(RestInput in) {
        authorities.deleteRegistrationCode();
        return WireOutput.Body.NONE;
    }

    WireOutput.Body register(RestInput in) {
        WireInput body = in.json();
        Fields.refuseTags(body);
        Fields.refuse(body, "registrationConfig");
        CaCertificate added = authorities.register(new CaCertificates.Draft(
                Fields.needed(body, "caCertificate"),
                body.text("verificationCertificate").orElse(null),
                Fields.flag(in, "setAsActive"),
                Fields.flag(in, "allowAutoRegistration"),
                sniOnly(body.text("certificateMode").orElse("DEFAULT"))));
        return out -> names(added, out);
    }

    private static boolean sniOnly(String mode) {
        if (!mode.equals("DEFAULT") && !mode.equals("SNI_ONLY")) {
            throw IdentityErrors.invalid("certificateMode must be DEFAULT or SNI_ONLY, not '%s'".formatted(mode));
        }
        return mode.equals("SNI_ONLY");
    }

    WireOutput.Body describe(RestInput in) {
        CaCertificate found = authorities.get(in.label("caCertificateId"));
        return out -> out.structure(
                "certificateDescription",
                item -> names(found, item)
                        .text("status", status(found))
                        .text("certificatePem", found.pem())
                        .text("ownedBy", identity.account())
                        .timestamp("creationDate", found.createdAt())
                        .text("autoRegistrationStatus", found.autoRegistration() ? "ENABLE" : "DISABLE")
                        .timestamp("lastModifiedDate", found.modifiedAt())
                        .number("customerVersion", 1)
                        .text("certificateMode", CertificateOperations.mode(found.sniOnly()))
                        .structure(
                                "validity",
                                validity -> validity.timestamp(
                                                "notBefore",
                                                found.x509().getNotBefore().toInstant())
                                        .timestamp(
                                                "notAfter",
                                                found.x509().getNotAfter().toInstant())));
    }

    WireOutput.Body update(RestInput in) {
        WireInput body = in.json();
        Fields.refuse(body, "registrationConfig");
        authorities.update(
                in.label("caCertificateId"),
                in.query("newStatus").map(text -> either("newStatus", text, "ACTIVE", "INACTIVE")),
                in.query("newAutoRegistrationStatus")
                        .map(text -> either("newAutoRegistrationStatus", text, "ENABLE", "DISABLE")));
        return WireOutput.Body.NONE;
    }

    private static boolean either(String member, String text, String yes, String no) {
        if (!text.equals(yes) && !text.equals(no)) {
            throw IdentityErrors.invalid("%s must be %s or %s, not '%s'".formatted(member, yes, no, text));
        }
        return text.equals(yes);
    }

    WireOutput.Body delete(RestInput in) {
        authorities.delete(in.label("caCertificateId"));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body list(RestInput in) {
        return Paging.byMarker(in)
                .structures(
                        "certificates",
                        authorities.all(),
                        CaCertificate::id,
                        (found, item) -> names(found, item)
                                .text("status", status(found))
                                .timestamp("creationDate", found.createdAt()));
    }

    WireOutput.Body certificates(RestInput in) {
        return Paging.byMarker(in)
                .structures(
                        "certificates",
                        authorities.certificatesOf(in.label("caCertificateId")),
                        DeviceCertificate::id,
                        certificates::summary);
    }

    private WireOutput names(CaCertificate ca, WireOutput out) throws IOException {
        return out.text("certificateArn", authorities.arn(ca.id())).text("certificateId", ca.id());
    }

    private static String status(CaCertificate ca) {
        return ca.active() ? "ACTIVE" : "INACTIVE";
    }
}
