package dev.penstock.launcher.template.resource;

import dev.penstock.functions.FunctionAlias;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code AWS::Lambda::Alias}. */
final class LambdaAlias implements ResourceMapper {

    @Override
    public String type() {
        return "AWS::Lambda::Alias";
    }

    @Override
    public String nameProperty() {
        return "Name";
    }

    @Override
    public String generatedName(Stack stack, String logicalId) {
        return "";
    }

    /** Name of the function, with the alias. */
    @Override
    public String name(Function<String, Optional<String>> given, Stack stack, String logicalId) {
        return given.apply("FunctionName")
                .flatMap(function ->
                        given.apply(nameProperty()).map(alias -> FunctionNames.nameIn(function) + ":" + alias))
                .orElse("");
    }

    @Override
    public String ref(String name, Stack stack) {
        return stack.functionArn(name);
    }

    @Override
    public Map<String, String> attributes(String name, Stack stack) {
        return Map.of("AliasArn", stack.functionArn(name));
    }

    @Override
    public void map(Resource resource, PlanDraft plan) {
        PropertyReader properties = resource.properties();
        String function = FunctionNames.read(properties, "FunctionName");
        String alias = properties.requiredText("Name");
        NameRule.check(
                properties,
                "Name",
                "(?!\\d+$)[a-zA-Z0-9_-]{1,128}",
                "1 to 128 letters, digits and _ -, not only digits");
        String version = properties.requiredText("FunctionVersion");
        String description = properties.text("Description").orElse("");
        Map<String, Double> routing = new HashMap<>();
        properties
                .object("RoutingConfig")
                .ifPresent(config -> config.objects("AdditionalVersionWeights")
                        .forEach(weight -> routing.put(weight.requiredText("FunctionVersion"), weight(weight))));
        properties.ignore("it changes nothing in a local run", "ProvisionedConcurrencyConfig");
        plan.runs(properties.at("FunctionName"), "alias '%s'".formatted(alias), function);
        plan.functions()
                .addAlias(resource, function, () -> new FunctionAlias(alias, version, description, routing, ""));
    }

    private static double weight(PropertyReader weight) {
        String text = weight.requiredText("FunctionWeight");
        try {
            double share = Double.parseDouble(text);
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException notANumber) {
            // reported below
        }
        weight.error(weight.at("FunctionWeight"), "'FunctionWeight' must be 0 to 1, was '%s'".formatted(text));
        return 0;
    }
}
