package dev.penstock.launcher.template.resource;

import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.FunctionSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The properties that {@code AWS::Serverless::Function} and {@code AWS::Lambda::Function} have in common. */
final class FunctionProperties {
    /** Properties that are read here. */
    static final Set<String> READ = Set.of(
            "FunctionName",
            "Architectures",
            "Description",
            "Environment",
            "EphemeralStorage",
            "Handler",
            "Layers",
            "LoggingConfig",
            "MemorySize",
            "PackageType",
            "ReservedConcurrentExecutions",
            "Role",
            "Runtime",
            "Tags",
            "Timeout");

    /** Properties of both that change nothing locally. */
    static final Set<String> WITHOUT_EFFECT = Set.of(
            "CodeSigningConfigArn",
            "KmsKeyArn",
            "RecursiveLoop",
            "RuntimeManagementConfig",
            "SnapStart",
            "TenancyConfig",
            "VpcConfig");

    /** Properties of both that would change what happens and are not emulated. */
    static final Set<String> NOT_YET = Set.of("FileSystemConfigs", "ImageConfig");

    private static final int DEFAULT_TIMEOUT = 3;
    private static final int MAX_TIMEOUT = 900;
    private static final int DEFAULT_MEMORY = 128;
    private static final int MAX_MEMORY = 10_240;
    private static final int MIN_STORAGE = 512;
    private static final int MAX_STORAGE = 10_240;
    private static final int MAX_DESCRIPTION = 256;
    private static final int MAX_CONCURRENCY = 1_000_000;
    private static final int MAX_LAYERS = 5;

    private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]+");
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

    private final ResourceMapper.Resource resource;
    private final PropertyReader properties;
    private final PlanDraft plan;

    FunctionProperties(ResourceMapper.Resource resource, PlanDraft plan) {
        this.resource = resource;
        this.properties = resource.properties();
        this.plan = plan;
    }

    /** Reports what has no effect and what is not emulated; says whether the code is a container image, which is refused. */
    boolean isImage(Set<String> withoutEffect, Set<String> notYet) {
        NameRule.check(properties, "FunctionName", "[a-zA-Z0-9_-]{1,64}", "1 to 64 letters, digits and _ -");
        Set<String> silent = new TreeSet<>(WITHOUT_EFFECT);
        silent.addAll(withoutEffect);
        properties.ignore("it changes nothing in a local run", silent.toArray(String[]::new));
        Set<String> refused = new TreeSet<>(NOT_YET);
        refused.addAll(notYet);
        properties.notYet(refused.toArray(String[]::new));
        if (!properties.oneOf("PackageType", "Zip", "Image").equals("Image")) {
            return false;
        }
        properties.error(
                properties.at("PackageType"),
                "'PackageType' Image is not supported, functions run without containers here; supported: Zip");
        properties.skipAll();
        return true;
    }

    String runtime() {
        String runtime = properties.requiredText("Runtime");
        if (!runtime.isBlank()) {
            FunctionRuntimes.check(runtime, properties, plan);
        }
        return runtime;
    }

    /**
     * Adds the function.
     *
     * @param code empty when it was not found, which is reported
     * @param tags by key
     * @param deadLetterTarget ARN; empty when there is none
     */
    void add(String runtime, Optional<Path> code, Map<String, String> tags, String deadLetterTarget) {
        String handler = properties.requiredText("Handler");
        long timeout = properties.integer("Timeout", 1, MAX_TIMEOUT, DEFAULT_TIMEOUT);
        long memory = properties.integer("MemorySize", DEFAULT_MEMORY, MAX_MEMORY, DEFAULT_MEMORY);
        Map<String, String> environment = environment();
        FunctionOptions options = options(tags, deadLetterTarget);
        plan.addFunction(
                resource,
                () -> new FunctionSpec(
                        resource.name(),
                        runtime,
                        handler,
                        code.orElseThrow(() -> new IllegalArgumentException("its code was not found")),
                        Duration.ofSeconds(timeout),
                        Math.toIntExact(memory),
                        environment,
                        options));
    }

    private FunctionOptions options(Map<String, String> tags, String deadLetterTarget) {
        long storage = properties
                .object("EphemeralStorage")
                .map(size -> size.integer("Size", MIN_STORAGE, MAX_STORAGE, MIN_STORAGE))
                .orElse((long) MIN_STORAGE);
        List<String> architectures = properties.textItems("Architectures");
        return new FunctionOptions(
                description(),
                properties.text("Role").orElse(plan.stack().roleArn(resource.logicalId() + "Role")),
                layers(),
                concurrency(),
                deadLetterTarget.isEmpty() ? Optional.empty() : Optional.of(deadLetterTarget),
                Math.toIntExact(storage),
                architectures.isEmpty() ? FunctionOptions.DEFAULT.architecture() : architectures.get(0),
                logging(),
                tags,
                FunctionOptions.DEFAULT.fork(),
                Optional.empty(),
                OptionalInt.empty());
    }

    private String description() {
        String description = properties.text("Description").orElse("");
        if (description.length() > MAX_DESCRIPTION) {
            properties.error(
                    properties.at("Description"),
                    "'Description' may have at most %d characters, has %d"
                            .formatted(MAX_DESCRIPTION, description.length()));
        }
        return description;
    }

    private OptionalInt concurrency() {
        return properties.has("ReservedConcurrentExecutions")
                ? OptionalInt.of(Math.toIntExact(
                        properties.integer("ReservedConcurrentExecutions", 0, MAX_CONCURRENCY, MAX_CONCURRENCY)))
                : OptionalInt.empty();
    }

    private List<Path> layers() {
        List<String> arns = properties.textItems("Layers");
        if (arns.size() > MAX_LAYERS) {
            properties.error(
                    properties.at("Layers"),
                    "a function may have at most %d layers, this has %d".formatted(MAX_LAYERS, arns.size()));
        }
        List<Path> folders = new ArrayList<>();
        for (String arn : arns) {
            Optional<Path> folder = plan.functions().layer(arn);
            folder.ifPresent(folders::add);
            if (folder.isEmpty()
                    && !properties.isUnknown("Layers")
                    && !plan.functions().isLayer(arn)) {
                plan.warn(
                        properties.at("Layers"),
                        "%s: layer '%s' is not in this template and the function runs without it; if the code needs it, add a LayerVersion whose content is on this machine"
                                .formatted(properties.owner(), arn));
            }
        }
        return folders;
    }

    private FunctionOptions.Logging logging() {
        return properties
                .object("LoggingConfig")
                .map(logging -> new FunctionOptions.Logging(
                        logging.oneOf("LogFormat", "Text", "JSON").equals("JSON"),
                        logging.text("ApplicationLogLevel").orElse(""),
                        logging.text("SystemLogLevel").orElse(""),
                        logging.text("LogGroup").orElse("")))
                .orElse(FunctionOptions.Logging.TEXT);
    }

    private Map<String, String> environment() {
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
