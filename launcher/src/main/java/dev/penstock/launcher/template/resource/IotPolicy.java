package dev.penstock.launcher.template.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.launcher.template.resource.PlannedDevices.PlannedPolicy;
import dev.penstock.launcher.yaml.YamlNode;
import dev.penstock.platform.data.Json;
import java.util.Map;

/** {@code AWS::IoT::Policy}. The document is a text or a map; the broker says what is wrong in it. */
final class IotPolicy implements ResourceMapper {
    private static final int MAX_NAME = 128;
    private static final String DOCUMENT = "PolicyDocument";

    @Override
    public String type() {
        return "AWS::IoT::Policy";
    }

    @Override
    public String nameProperty() {
        return "PolicyName";
    }

    @Override
    public String generatedName(Stack stack, String logicalId) {
        return stack.physicalName(logicalId, MAX_NAME);
    }

    @Override
    public Map<String, String> attributes(String name, Stack stack) {
        return Map.of("Arn", stack.arn("iot", "policy/" + name), "Id", name);
    }

    @Override
    public void map(Resource resource, PlanDraft plan) {
        PropertyReader properties = resource.properties();
        NameRule.check(properties, nameProperty(), "[\\w+=,.@-]{1,128}", "1 to 128 letters, digits and _ + = , . @ -");
        properties.ignore("tags are not kept", "Tags");
        String document = properties.value(DOCUMENT) instanceof YamlNode.Scalar
                ? properties.requiredText(DOCUMENT)
                : structure(properties.requiredObject(DOCUMENT)).toString();
        plan.addDevice(
                "policy",
                resource,
                () -> new PlannedPolicy(resource.logicalId(), resource.name(), document),
                plan.devices().policies::add);
    }

    private static ObjectNode structure(PropertyReader properties) {
        ObjectNode structure = Json.MAPPER.createObjectNode();
        for (String name : properties.names()) {
            structure.set(name, value(properties, name));
        }
        return structure;
    }

    /** Values of conditions may be numbers and truth values, which mean the same as their texts. */
    private static JsonNode value(PropertyReader properties, String name) {
        YamlNode value = properties.value(name);
        if (value instanceof YamlNode.Mapping) {
            return properties.object(name).map(IotPolicy::structure).orElseGet(Json.MAPPER::createObjectNode);
        }
        if (value instanceof YamlNode.Sequence) {
            ArrayNode list = Json.MAPPER.createArrayNode();
            if (name.equals("Statement")) {
                properties.objects(name).forEach(item -> list.add(structure(item)));
            } else {
                properties.textItems(name).forEach(list::add);
            }
            return list;
        }
        return Json.MAPPER.getNodeFactory().textNode(properties.text(name).orElse(""));
    }
}
