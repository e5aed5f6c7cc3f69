package dev.penstock.launcher.template.resource;

import dev.penstock.functions.FunctionOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** {@code AWS::Lambda::EventInvokeConfig}: how asynchronous events of a function, version or alias are tried. */
final class LambdaEventInvokeConfig implements ResourceMapper {
    private static final int MAX_NAME = 100;
    private static final int MAX_RETRIES = 2;
    private static final int MIN_AGE = 60;
    private static final int MAX_AGE = 21_600;
    private static final String LATEST = "$LATEST";

    @Override
    public String type() {
        return "AWS::Lambda::EventInvokeConfig";
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
        return Map.of();
    }

    @Override
    public void map(Resource resource, PlanDraft plan) {
        PropertyReader properties = resource.properties();
        String function = FunctionNames.read(properties, "FunctionName");
        String qualifier = properties.requiredText("Qualifier");
        OptionalInt retries = properties.has("MaximumRetryAttempts")
                ? OptionalInt.of(
                        Math.toIntExact(properties.integer("MaximumRetryAttempts", 0, MAX_RETRIES, MAX_RETRIES)))
                : OptionalInt.empty();
        OptionalLong age = properties.has("MaximumEventAgeInSeconds")
                ? OptionalLong.of(properties.integer("MaximumEventAgeInSeconds", MIN_AGE, MAX_AGE, MAX_AGE))
                : OptionalLong.empty();
        Map<String, String> destinations = new HashMap<>();
        properties
                .object("DestinationConfig")
                .ifPresent(all -> List.of("OnSuccess", "OnFailure")
                        .forEach(outcome -> all.object(outcome)
                                .ifPresent(one -> destinations.put(outcome, one.requiredText("Destination")))));
        plan.runs(properties.at("FunctionName"), "'%s'".formatted(resource.logicalId()), function);
        String target = FunctionNames.nameIn(function) + (qualifier.equals(LATEST) ? "" : ":" + qualifier);
        plan.functions()
                .addEvents(
                        resource,
                        target,
                        () -> new FunctionOptions.Events(
                                retries,
                                age,
                                Optional.ofNullable(destinations.get("OnSuccess")),
                                Optional.ofNullable(destinations.get("OnFailure"))));
    }
}
