package dev.penstock.launcher.template.resource;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code AWS::Lambda::Function}. */
final class LambdaFunction implements ResourceMapper {
    static final String TYPE = "AWS::Lambda::Function";
    private static final int MAX_NAME = 64;

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String nameProperty() {
        return "FunctionName";
    }

    @Override
    public String generatedName(Stack stack, String logicalId) {
        return stack.physicalName(logicalId, MAX_NAME);
    }

    @Override
    public Map<String, String> attributes(String name, Stack stack) {
        return Map.of("Arn", stack.functionArn(name));
    }

    @Override
    public void map(Resource resource, PlanDraft plan) {
        PropertyReader properties = resource.properties();
        FunctionProperties function = new FunctionProperties(resource, plan);
        if (function.isImage(Set.of("TracingConfig", "PublishToLatestPublished"), Set.of())) {
            return;
        }
        properties.requiredText("Role");
        String runtime = function.runtime();
        Optional<Path> code = code(resource, plan, runtime);
        Map<String, String> tags = new HashMap<>();
        properties
                .objects("Tags")
                .forEach(tag ->
                        tags.put(tag.requiredText("Key"), tag.text("Value").orElse("")));
        String deadLetterTarget = properties
                .object("DeadLetterConfig")
                .flatMap(config -> config.text("TargetArn"))
                .orElse("");
        function.add(runtime, code, tags, deadLetterTarget);
    }

    private static Optional<Path> code(Resource resource, PlanDraft plan, String runtime) {
        PropertyReader properties = resource.properties();
        CodeSearch search = new CodeSearch(
                resource, plan, runtime, properties.text("Handler").orElse(""));
        Optional<Path> elsewhere = search.elsewhere("Code");
        if (elsewhere.isPresent() || search.isSettled()) {
            properties.settle("Code");
            return elsewhere;
        }
        if (properties.has("Code") && !search.isMap("Code")) {
            return search.at("Code", properties.requiredText("Code"));
        }
        PropertyReader code = properties.requiredObject("Code");
        if (code.has("ZipFile")) {
            return search.inline("ZipFile", code);
        }
        code.skipAll();
        return properties.has("Code") ? search.uploaded("Code") : Optional.empty();
    }
}
