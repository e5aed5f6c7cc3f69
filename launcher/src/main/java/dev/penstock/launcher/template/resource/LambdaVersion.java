package dev.penstock.launcher.template.resource;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code AWS::Lambda::Version}. A pipeline starts afresh and nothing changes a function before its versions are
 * published, so that each version of the template is the first.
 */
final class LambdaVersion implements ResourceMapper {
    private static final String FIRST = "1";

    @Override
    public String type() {
        return "AWS::Lambda::Version";
    }

    @Override
    public String nameProperty() {
        return "FunctionName";
    }

    @Override
    public String generatedName(Stack stack, String logicalId) {
        return "";
    }

    /** Name of the function, with the number. */
    @Override
    public String name(Function<String, Optional<String>> given, Stack stack, String logicalId) {
        return given.apply(nameProperty())
                .map(function -> FunctionNames.nameIn(function) + ":" + FIRST)
                .orElse("");
    }

    @Override
    public String ref(String name, Stack stack) {
        return stack.functionArn(name);
    }

    @Override
    public Map<String, String> attributes(String name, Stack stack) {
        return Map.of("Version", FIRST, "FunctionArn", stack.functionArn(name));
    }

    @Override
    public void map(Resource resource, PlanDraft plan) {
        PropertyReader properties = resource.properties();
        String function = FunctionNames.read(properties, "FunctionName");
        Optional<String> description = properties.text("Description");
        properties.ignore(
                "it changes nothing in a local run",
                "CodeSha256",
                "ProvisionedConcurrencyConfig",
                "RuntimePolicy",
                "FunctionScalingConfig");
        plan.runs(properties.at("FunctionName"), "version '%s'".formatted(resource.logicalId()), function);
        plan.functions().addVersion(resource, function, description.orElse(""));
    }
}
