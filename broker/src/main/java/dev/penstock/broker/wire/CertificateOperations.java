package dev.penstock.broker.wire;

import dev.penstock.broker.identity.CertificateStatus;
import dev.penstock.broker.identity.Certificates;
import dev.penstock.broker.identity.DeviceCertificate;
import dev.penstock.broker.identity.Registry;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Making, registering, describing, changing, deleting and listing certificates of devices. */
final class CertificateOperations {
    private static final int MOST_WAITING = 1000;
    private static final int IDLE_SECONDS = 10;

    private final Certificates certificates;
    private final AwsIdentity identity;
    /** Making an RSA key takes too long for a network thread. */
    private final ThreadPoolExecutor keyMaker;

    CertificateOperations(Registry registry, AwsIdentity identity) {
        certificates = registry.certificates();
        this.identity = identity;
        keyMaker = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                Threads.factory("identity-keys"));
        keyMaker.allowCoreThreadTimeOut(true);
    }

    void close() {
        keyMaker.shutdownNow();
    }

    CompletionStage<WireOutput.Body> createKeys(RestInput in) {
        boolean active = Fields.flag(in, "setAsActive");
        return later(() -> {
            Certificates.Issued issued = certificates.issue(active);
            return out -> created(issued.certificate(), out)
                    .text("certificatePem", issued.certificate().pem())
                    .structure(
                            "keyPair",
                            pair -> pair.text("PublicKey", issued.publicKeyPem())
                                    .text("PrivateKey", issued.privateKeyPem()));
        });
    }

    CompletionStage<WireOutput.Body> sign(RestInput in) {
        boolean active = Fields.flag(in, "setAsActive");
        String request = Fields.needed(in.json(), "certificateSigningRequest");
        return later(() -> {
            DeviceCertificate signed = certificates.sign(request, active);
            return out -> created(signed, out).text("certificatePem", signed.pem());
        });
    }

    private CompletionStage<WireOutput.Body> later(Supplier<WireOutput.Body> work) {
        try {
            return CompletableFuture.supplyAsync(work, keyMaker);
        } catch (RejectedExecutionException full) {
            throw new AwsException(
                    "ThrottlingException", 400, "%d keys are being made; try again".formatted(MOST_WAITING));
        }
    }

    WireOutput.Body register(RestInput in) {
        WireInput body = in.json();
        CertificateStatus status = Fields.flag(in, "setAsActive") ? CertificateStatus.ACTIVE : status(body);
        DeviceCertificate added = certificates.register(
                Fields.needed(body, "certificatePem"),
                body.text("caCertificatePem").orElse(null),
                status);
        return out -> created(added, out);
    }

    WireOutput.Body registerWithoutCa(RestInput in) {
        WireInput body = in.json();
        DeviceCertificate added = certificates.registerWithoutCa(Fields.needed(body, "certificatePem"), status(body));
        return out -> created(added, out);
    }

    private static CertificateStatus status(WireInput body) {
        return body.text("status").map(CertificateStatus::of).orElse(CertificateStatus.INACTIVE);
    }

    WireOutput.Body describe(RestInput in) {
        DeviceCertificate found = certificates.get(in.label("certificateId"));
        return out -> out.structure("certificateDescription", item -> {
            created(found, item)
                    .text("status", found.status().name())
                    .text("certificatePem", found.pem())
                    .text("ownedBy", identity.account())
                    .timestamp("creationDate", found.createdAt())
                    .timestamp("lastModifiedDate", found.modifiedAt())
                    .number("customerVersion", 1)
                    .text("generationId", found.id().substring(0, 32))
                    .text("certificateMode", mode(found.sniOnly()))
                    .structure(
                            "validity",
                            validity -> validity.timestamp(
                                            "notBefore",
                                            found.x509().getNotBefore().toInstant())
                                    .timestamp(
                                            "notAfter",
                                            found.x509().getNotAfter().toInstant()));
            item.text("caCertificateId", found.caCertificateId());
        });
    }

    WireOutput.Body update(RestInput in) {
        String status = in.query("newStatus").orElseThrow(() -> Fields.missing("newStatus"));
        certificates.update(in.label("certificateId"), CertificateStatus.of(status));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body delete(RestInput in) {
        certificates.delete(in.label("certificateId"), Fields.flag(in, "forceDelete"));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body list(RestInput in) {
        return Paging.byMarker(in).structures("certificates", certificates.all(), DeviceCertificate::id, this::summary);
    }

    void summary(DeviceCertificate certificate, WireOutput out) throws IOException {
        created(certificate, out)
                .text("status", certificate.status().name())
                .text("certificateMode", mode(certificate.sniOnly()))
                .timestamp("creationDate", certificate.createdAt());
    }

    private WireOutput created(DeviceCertificate certificate, WireOutput out) throws IOException {
        return out.text("certificateArn", certificates.arn(certificate.id())).text("certificateId", certificate.id());
    }

    static String mode(boolean sniOnly) {
        return sniOnly ? "SNI_ONLY" : "DEFAULT";
    }
}
