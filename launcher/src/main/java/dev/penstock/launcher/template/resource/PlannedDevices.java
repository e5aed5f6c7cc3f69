package dev.penstock.launcher.template.resource;

import dev.penstock.broker.DeviceIdentities.CertificateDraft;
import java.util.List;
import java.util.Map;

/**
 * Things, policies and certificates of a template, and what is attached to what.
 *
 * @param policyAttachments of policies to certificates
 * @param thingAttachments of things to certificates
 */
public record PlannedDevices(
        List<PlannedThing> things,
        List<PlannedPolicy> policies,
        List<PlannedCertificate> certificates,
        List<Attachment> policyAttachments,
        List<Attachment> thingAttachments) {
    public PlannedDevices {
        things = List.copyOf(things);
        policies = List.copyOf(policies);
        certificates = List.copyOf(certificates);
        policyAttachments = List.copyOf(policyAttachments);
        thingAttachments = List.copyOf(thingAttachments);
    }

    /** A thing. */
    public record PlannedThing(String logicalId, String name, Map<String, String> attributes) {
        public PlannedThing {
            attributes = Map.copyOf(attributes);
        }
    }

    /** A policy. */
    public record PlannedPolicy(String logicalId, String name, String document) {}

    /** @param id what the template knows it by; that of a signed certificate is another one */
    public record PlannedCertificate(String logicalId, String id, CertificateDraft draft) {}

    /**
     * @param name of the policy or thing
     * @param principal ARN of the certificate
     */
    public record Attachment(String logicalId, String name, String principal) {}
}
