package dev.penstock.launcher.template.resource;

import dev.penstock.launcher.template.resource.PlannedDevices.PlannedThing;
import java.util.Map;
import java.util.Optional;

/** {@code AWS::IoT::Thing}. */
final class IotThing implements ResourceMapper {
    private static final int MAX_NAME = 128;

    @Override
    public String type() {
        return "AWS::IoT::Thing";
    }

    @Override
    public String nameProperty() {
        return "ThingName";
    }

    @Override
    public String generatedName(Stack stack, String logicalId) {
        return stack.physicalName(logicalId, MAX_NAME);
    }

    @Override
    public Map<String, String> attributes(String name, Stack stack) {
        return Map.of("Arn", stack.arn("iot", "thing/" + name));
    }

    @Override
    public void map(Resource resource, PlanDraft plan) {
        PropertyReader properties = resource.properties();
        NameRule.check(properties, nameProperty(), "[a-zA-Z0-9:_-]{1,128}", "1 to 128 letters, digits and : _ -");
        Optional<PropertyReader> attributes =
                properties.object("AttributePayload").flatMap(payload -> payload.object("Attributes"));
        plan.addDevice(
                "thing",
                resource,
                () -> new PlannedThing(
                        resource.logicalId(),
                        resource.name(),
                        attributes.map(PropertyReader::texts).orElse(Map.of())),
                plan.devices().things::add);
    }
}
