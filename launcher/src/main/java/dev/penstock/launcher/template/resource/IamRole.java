package dev.penstock.launcher.template.resource;

import java.util.Map;

/** {@code AWS::IAM::Role}: permissions are not checked locally, but its name and ARN are there to be referred to. */
final class IamRole implements ResourceMapper {
    private static final int MAX_NAME = 64;

    @Override
    public String type() {
        return "AWS::IAM::Role";
    }

    @Override
    public String nameProperty() {
        return "RoleName";
    }

    @Override
    public String generatedName(Stack stack, String logicalId) {
        return stack.physicalName(logicalId, MAX_NAME);
    }

    @Override
    public Map<String, String> attributes(String name, Stack stack) {
        // DIFFERS: a Path of the role is not part of the ARN here.
        String arn = "arn:aws:iam::%s:role/%s".formatted(stack.identity().account(), name);
        String id = stack.physicalName(name, MAX_NAME);
        return Map.of("Arn", arn, "RoleId", "AROA" + id.substring(id.lastIndexOf('-') + 1));
    }

    @Override
    public void map(Resource resource, PlanDraft plan) {
        resource.properties().skipAll();
        resource.properties().note("has no effect: permissions are not checked here", resource.at());
    }
}
