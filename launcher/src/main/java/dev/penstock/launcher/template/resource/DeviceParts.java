package dev.penstock.launcher.template.resource;

import dev.penstock.launcher.template.resource.PlannedDevices.Attachment;
import dev.penstock.launcher.template.resource.PlannedDevices.PlannedCertificate;
import dev.penstock.launcher.template.resource.PlannedDevices.PlannedPolicy;
import dev.penstock.launcher.template.resource.PlannedDevices.PlannedThing;
import java.util.ArrayList;
import java.util.List;

/** Things, policies and certificates while a template is read. */
final class DeviceParts {
    final List<PlannedThing> things = new ArrayList<>();
    final List<PlannedPolicy> policies = new ArrayList<>();
    final List<PlannedCertificate> certificates = new ArrayList<>();
    final List<Attachment> policyAttachments = new ArrayList<>();
    final List<Attachment> thingAttachments = new ArrayList<>();

    PlannedDevices planned() {
        return new PlannedDevices(things, policies, certificates, policyAttachments, thingAttachments);
    }
}
