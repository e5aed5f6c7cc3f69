package dev.penstock.launcher.template.resource;

import dev.penstock.launcher.template.resource.PlannedDevices.Attachment;
import java.util.List;
import java.util.Map;

/** {@code AWS::IoT::PolicyPrincipalAttachment} and {@code AWS::IoT::ThingPrincipalAttachment}. */
final class PrincipalAttachment implements ResourceMapper {
    private static final int MAX_NAME = 128;

    private final String what;

    private PrincipalAttachment(String what) {
        this.what = what;
    }

    static PrincipalAttachment ofPolicy() {
        return new PrincipalAttachment("Policy");
    }

    static PrincipalAttachment ofThing() {
        return new PrincipalAttachment("Thing");
    }

    @Override
    public String type() {
        return "AWS::IoT::%sPrincipalAttachment".formatted(what);
    }

    @Override
    public String nameProperty() {
        return "";
    }

    @Override
    public String generatedName(Stack stack, String logicalId) {
        return stack.physicalName(logicalId, MAX_NAME);
    }

    @Override
    public Map<String, String> attributes(String name, Stack stack) {
        return Map.of("Id", name);
    }

    @Override
    public void map(Resource resource, PlanDraft plan) {
        PropertyReader properties = resource.properties();
        String name = properties.requiredText(what + "Name");
        String principal = properties.requiredText("Principal");
        if (what.equals("Thing")) {
            properties.oneOf("ThingPrincipalType", "NON_EXCLUSIVE_THING");
        }
        List<Attachment> all =
                what.equals("Thing") ? plan.devices().thingAttachments : plan.devices().policyAttachments;
        plan.addDevice(type(), resource, () -> new Attachment(resource.logicalId(), name, principal), all::add);
    }
}
