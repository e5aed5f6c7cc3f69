package dev.penstock.launcher.template.resource;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code AWS::Serverless::Function}. What it brings with it (events, alias, settings of asynchronous events) has become
 * resources of its own before.
 */
public final class ServerlessFunction implements ResourceMapper {
    public static final String TYPE = "AWS::Serverless::Function";

    /** Properties that are read, here or as resources of their own. */
    public static final Set<String> SUPPORTED = supported();

    /** Properties that change nothing locally. */
    public static final Set<String> WITHOUT_EFFECT = withoutEffect();

    /** Properties that would change what happens and are not emulated. */
    public static final Set<String> NOT_YET =
            Set.of("FileSystemConfigs", "FunctionUrlConfig", "ImageConfig", "ImageUri");

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
        if (function.isImage(WITHOUT_EFFECT, NOT_YET)) {
            return;
        }
        String runtime = function.runtime();
        Optional<Path> code = code(resource, plan, runtime);
        function.add(
                runtime,
                code,
                properties.object("Tags").map(PropertyReader::texts).orElse(Map.of()),
                deadLetterTarget(properties));
    }

    private static Optional<Path> code(Resource resource, PlanDraft plan, String runtime) {
        PropertyReader properties = resource.properties();
        CodeSearch search = new CodeSearch(
                resource, plan, runtime, properties.text("Handler").orElse(""));
        Optional<Path> elsewhere = search.elsewhere("CodeUri");
        if (elsewhere.isPresent() || search.isSettled()) {
            properties.has("CodeUri");
            properties.has("InlineCode");
            return elsewhere;
        }
        if (properties.has("InlineCode")) {
            properties.has("CodeUri");
            return search.inline("InlineCode", properties);
        }
        if (properties.names().contains("CodeUri") && search.isMap("CodeUri")) {
            properties.object("CodeUri").ifPresent(PropertyReader::skipAll);
            return search.uploaded("CodeUri");
        }
        return search.at("CodeUri", properties.requiredText("CodeUri"));
    }

    private static String deadLetterTarget(PropertyReader properties) {
        return properties
                .object("DeadLetterQueue")
                .map(queue -> {
                    queue.requiredOneOf("Type", "SQS", "SNS");
                    return queue.requiredText("TargetArn");
                })
                .orElse("");
    }

    private static Set<String> supported() {
        Set<String> names = new TreeSet<>(FunctionProperties.READ);
        names.addAll(Set.of(
                "AutoPublishAlias",
                "CodeUri",
                "DeadLetterQueue",
                "EventInvokeConfig",
                "Events",
                "InlineCode",
                "VersionDescription"));
        return names;
    }

    private static Set<String> withoutEffect() {
        Set<String> names = new TreeSet<>(FunctionProperties.WITHOUT_EFFECT);
        names.addAll(Set.of(
                "AssumeRolePolicyDocument",
                "AutoPublishAliasAllProperties",
                "AutoPublishCodeSha256",
                "CapacityProviderConfig",
                "DeploymentPreference",
                "PermissionsBoundary",
                "Policies",
                "PropagateTags",
                "ProvisionedConcurrencyConfig",
                "PublishToLatestPublished",
                "RolePath",
                "Tracing"));
        return names;
    }
}
