package dev.penstock.launcher.template.resource;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A version of a layer, whose content must be on this machine. */
final class LambdaLayer implements ResourceMapper {
    private static final int MAX_NAME = 64;

    private final String type;
    private final String content;

    /** @param content the property that says where it is */
    LambdaLayer(String type, String content) {
        this.type = type;
        this.content = content;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public String nameProperty() {
        return "LayerName";
    }

    @Override
    public String generatedName(Stack stack, String logicalId) {
        return stack.physicalName(logicalId, MAX_NAME);
    }

    /** With its only version. */
    @Override
    public String name(Function<String, Optional<String>> given, Stack stack, String logicalId) {
        return ResourceMapper.super.name(given, stack, logicalId) + ":1";
    }

    @Override
    public String ref(String name, Stack stack) {
        return stack.arn("lambda", "layer:" + name);
    }

    @Override
    public Map<String, String> attributes(String name, Stack stack) {
        return Map.of("LayerVersionArn", ref(name, stack), "Arn", ref(name, stack));
    }

    @Override
    public void map(Resource resource, PlanDraft plan) {
        PropertyReader properties = resource.properties();
        properties.text("LayerName");
        properties.ignore(
                "it changes nothing in a local run",
                "CompatibleArchitectures",
                "CompatibleRuntimes",
                "Description",
                "LicenseInfo",
                "PublishLambdaVersion",
                "RetentionPolicy");
        plan.functions().addLayer(ref(resource.name(), plan.stack()), content(resource, plan));
    }

    private Optional<Path> content(Resource resource, PlanDraft plan) {
        PropertyReader properties = resource.properties();
        CodeSearch search = new CodeSearch(resource, plan, "", "");
        Optional<Path> elsewhere = search.elsewhere(content);
        if (elsewhere.isPresent() || search.isSettled()) {
            properties.settle(content);
            return elsewhere;
        }
        if (properties.has(content) && search.isMap(content)) {
            properties.object(content).ifPresent(PropertyReader::skipAll);
            return search.uploaded(content);
        }
        return search.at(content, properties.requiredText(content));
    }
}
