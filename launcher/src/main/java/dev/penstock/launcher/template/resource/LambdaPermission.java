package dev.penstock.launcher.template.resource;

import java.util.Map;

/** {@code AWS::Lambda::Permission}: permissions are not checked locally. */
final class LambdaPermission implements ResourceMapper {
    private static final int MAX_NAME = 100;

    @Override
    public String type() {
        return "AWS::Lambda::Permission";
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
        resource.properties().skipAll();
        resource.properties().note("has no effect: permissions are not checked here", resource.at());
    }
}
