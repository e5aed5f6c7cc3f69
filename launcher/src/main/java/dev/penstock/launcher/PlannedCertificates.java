package dev.penstock.launcher;

import dev.penstock.broker.DeviceIdentities;
import dev.penstock.launcher.template.PipelinePlan;
import dev.penstock.launcher.template.resource.PlannedDevices;
import dev.penstock.launcher.template.resource.PlannedDevices.Attachment;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Creates what a template wants of things, policies and certificates. The id of a certificate is known only when it is
 * there; until then the template has another one in its place.
 */
final class PlannedCertificates {
    private final Map<String, String> ids = new LinkedHashMap<>();

    private PlannedCertificates() {}

    /** @throws dev.penstock.platform.lifecycle.StartException with the place in the template of what is refused */
    static PlannedCertificates create(DeviceIdentities identities, PipelinePlan plan) {
        PlannedCertificates made = new PlannedCertificates();
        PlannedDevices devices = plan.devices();
        devices.things()
                .forEach(thing -> at(plan, thing.logicalId())
                        .blamedFor(() -> identities.createThing(thing.name(), thing.attributes())));
        devices.certificates()
                .forEach(certificate -> at(plan, certificate.logicalId())
                        .blamedFor(() ->
                                made.ids.put(certificate.id(), identities.createCertificate(certificate.draft()))));
        devices.policies()
                .forEach(policy -> at(plan, policy.logicalId())
                        .blamedFor(() -> identities.createPolicy(policy.name(), made.in(policy.document()))));
        for (Attachment attachment : devices.policyAttachments()) {
            at(plan, attachment.logicalId())
                    .blamedFor(() -> identities.attachPolicy(attachment.name(), made.in(attachment.principal())));
        }
        for (Attachment attachment : devices.thingAttachments()) {
            at(plan, attachment.logicalId())
                    .blamedFor(() -> identities.attachThing(attachment.name(), made.in(attachment.principal())));
        }
        return made;
    }

    private static TemplatePlace at(PipelinePlan plan, String logicalId) {
        return TemplatePlace.ofLogicalId(plan, logicalId);
    }

    /** A text with the ids that the certificates got. */
    String in(String text) {
        String result = text;
        for (Map.Entry<String, String> id : ids.entrySet()) {
            result = result.replace(id.getKey(), id.getValue());
        }
        return result;
    }
}
