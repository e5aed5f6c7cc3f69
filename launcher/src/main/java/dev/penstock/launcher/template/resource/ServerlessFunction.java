package dev.penstock.launcher.template.resource;

import dev.penstock.functions.FunctionSpec;
import dev.penstock.launcher.yaml.Position;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** {@code AWS::Serverless::Function} with its events of type Kinesis and IoTRule. */
public final class ServerlessFunction implements ResourceMapper {
    public static final String TYPE = "AWS::Serverless::Function";

    /** Properties that are read. */
    public static final Set<String> SUPPORTED = Set.of(
            "FunctionName",
            "Handler",
            "Runtime",
            "CodeUri",
            "Timeout",
            "MemorySize",
            "Environment",
            "Events",
            "PackageType");

    /** Properties that change nothing locally. */
    public static final Set<String> WITHOUT_EFFECT = Set.of(
            "Architectures",
            "AssumeRolePolicyDocument",
            "AutoPublishAlias",
            "AutoPublishAliasAllProperties",
            "AutoPublishCodeSha256",
            "CodeSigningConfigArn",
            "DeploymentPreference",
            "Description",
            "EphemeralStorage",
            "KmsKeyArn",
            "LoggingConfig",
            "PermissionsBoundary",
            "Policies",
            "PropagateTags",
            "ProvisionedConcurrencyConfig",
            "RecursiveLoop",
            "Role",
            "RolePath",
            "RuntimeManagementConfig",
            "SnapStart",
            "Tags",
            "Tracing",
            "VersionDescription",
            "VpcConfig");

    /** Properties that would change what happens and are not emulated. */
    public static final Set<String> NOT_YET = Set.of(
            "DeadLetterQueue",
            "EventInvokeConfig",
            "FileSystemConfigs",
            "FunctionUrlConfig",
            "ImageConfig",
            "ImageUri",
            "Layers",
            "ReservedConcurrentExecutions");

    private static final int MAX_NAME = 64;
    private static final int DEFAULT_TIMEOUT = 3;
    private static final int MAX_TIMEOUT = 900;
    private static final int DEFAULT_MEMORY = 128;
    private static final int MAX_MEMORY = 10_240;
    private static final Pattern RUNTIME = Pattern.compile("java(8(\\.al2)?|11|17|21|25)|python3\\.\\d+");
    /** Source: Lambda developer guide, reserved environment variables. */
    private static final Set<String> RESERVED = Set.of(
            "_HANDLER",
            "_X_AMZN_TRACE_ID",
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_DEFAULT_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_REGION",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "LAMBDA_RUNTIME_DIR",
            "LAMBDA_TASK_ROOT");

    private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]+");

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
        return Map.of("Arn", stack.arn("lambda", "function:" + name));
    }

    @Override
    public Set<String> createdApart() {
        return Set.of("Events");
    }

    @Override
    public void map(Resource resource, PlanDraft plan) {
        PropertyReader properties = resource.properties();
        NameRule.check(properties, nameProperty(), "[a-zA-Z0-9_-]{1,64}", "1 to 64 letters, digits and _ -");
        properties.ignore("it changes nothing in a local run", new TreeSet<>(WITHOUT_EFFECT).toArray(String[]::new));
        properties.notYet(NOT_YET.toArray(String[]::new));
        if (isImage(properties)) {
            return;
        }
        refuseInlineCode(properties);
        String runtime = runtime(properties);
        String handler = properties.requiredText("Handler");
        long timeout = properties.integer("Timeout", 1, MAX_TIMEOUT, DEFAULT_TIMEOUT);
        long memory = properties.integer("MemorySize", DEFAULT_MEMORY, MAX_MEMORY, DEFAULT_MEMORY);
        Map<String, String> environment = environment(properties);
        Optional<Path> code = code(properties, plan.stack().folder(), runtime, handler);
        new FunctionEvents(resource, plan).read();
        plan.addFunction(
                resource,
                () -> new FunctionSpec(
                        resource.name(),
                        runtime,
                        handler,
                        code.orElseThrow(),
                        Duration.ofSeconds(timeout),
                        Math.toIntExact(memory),
                        environment));
    }

    private static boolean isImage(PropertyReader properties) {
        if (!properties.oneOf("PackageType", "Zip", "Image").equals("Image")) {
            return false;
        }
        properties.error(properties.at("PackageType"), "'PackageType' Image is not supported; supported: Zip");
        properties.skipAll();
        return true;
    }

    private static void refuseInlineCode(PropertyReader properties) {
        if (properties.names().contains("InlineCode")) {
            properties.error(
                    properties.at("InlineCode"),
                    "'InlineCode' is not supported yet; put the code into a file and name its folder in CodeUri");
            properties.settle("InlineCode");
        }
    }

    private static String runtime(PropertyReader properties) {
        String runtime = properties.requiredText("Runtime");
        if (!runtime.isBlank() && !RUNTIME.matcher(runtime).matches()) {
            properties.error(
                    properties.at("Runtime"),
                    "'Runtime' %s is not supported%s; supported: java8, java8.al2, java11, java17, java21, java25, python3.x"
                            .formatted(runtime, runtime.startsWith("nodejs") ? " yet" : ""));
        }
        return runtime;
    }

    private static Optional<Path> code(PropertyReader properties, Path folder, String runtime, String handler) {
        if (properties.names().contains("InlineCode")) {
            properties.has("CodeUri");
            return Optional.empty();
        }
        String uri = properties.requiredText("CodeUri");
        if (uri.isBlank()) {
            return Optional.empty();
        }
        Position at = properties.at("CodeUri");
        FunctionCode.Found found = FunctionCode.find(folder, uri, runtime, handler);
        if (found.problem() != null) {
            properties.error(at, found.problem());
        }
        return Optional.ofNullable(found.path());
    }

    private static Map<String, String> environment(PropertyReader properties) {
        Optional<PropertyReader> variables =
                properties.object("Environment").flatMap(environment -> environment.object("Variables"));
        variables.ifPresent(all -> all.names().forEach(name -> {
            if (RESERVED.contains(name) || name.startsWith("AWS_LAMBDA_")) {
                all.error(
                        all.at(name), "environment variable '%s' is set by Lambda and cannot be given".formatted(name));
            } else if (!VARIABLE.matcher(name).matches()) {
                all.error(
                        all.at(name),
                        "environment variable '%s' must be two or more letters, digits and _, a letter first"
                                .formatted(name));
            }
        }));
        return variables.map(PropertyReader::texts).orElse(Map.of());
    }
}
