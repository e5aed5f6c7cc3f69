package dev.penstock.functions.wire;

import dev.penstock.platform.wire.WireInput;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is refused of a function's configuration before anything is looked up: constraints of the API model, and members
 * that would change what the function does and are not emulated. Source: Lambda API Reference, CreateFunction.
 */
final class FunctionRules {
    static final List<String> RUNTIMES = List.of(
            "java8.al2",
            "java11",
            "java17",
            "java21",
            "java25",
            "nodejs16.x",
            "nodejs18.x",
            "nodejs20.x",
            "nodejs22.x",
            "nodejs24.x",
            "python3.8",
            "python3.9",
            "python3.10",
            "python3.11",
            "python3.12",
            "python3.13",
            "python3.14",
            "provided",
            "provided.al2",
            "provided.al2023");

    private static final Pattern ELSEWHERE = Pattern.compile("(ruby|dotnet|dotnetcore|go).*");
    private static final Pattern HANDLER = Pattern.compile("[^\\s]+");
    /** DIFFERS: AWS asks for two characters; see docs/lambda.md. */
    private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*");

    private static final Pattern LOG_GROUP = Pattern.compile("[\\.\\-_/#A-Za-z0-9]+");
    private static final Pattern ARN_OR_NOTHING = Pattern.compile("(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()");
    private static final Pattern ROLE =
            Pattern.compile("arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+");

    private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");
    private static final List<String> SYSTEM_LEVELS = List.of("DEBUG", "INFO", "WARN");

    private static final int MAX_TEXT = 256;
    private static final int MAX_HANDLER = 128;
    private static final int MAX_TIMEOUT = 900;
    private static final int MIN_MEMORY = 128;
    private static final int MAX_MEMORY_OF_MODEL = 32_768;
    private static final int MAX_MEMORY = 10_240;
    private static final int MIN_STORAGE = 512;
    private static final int MAX_STORAGE = 10_240;
    private static final int MAX_GROUP = 512;
    private static final int MAX_VARIABLES_BYTES = 4096;

    private FunctionRules() {}

    /** Checks the members that CreateFunction and UpdateFunctionConfiguration have in common. */
    static Violations check(WireInput body, Violations violations) {
        violations
                .length("handler", body.text("Handler"), 0, MAX_HANDLER)
                .pattern("handler", body.text("Handler").filter(text -> !text.isEmpty()), HANDLER)
                .length("description", body.text("Description"), 0, MAX_TEXT)
                .range("timeout", body.integer("Timeout"), 1, MAX_TIMEOUT)
                .range("memorySize", body.integer("MemorySize"), MIN_MEMORY, MAX_MEMORY_OF_MODEL)
                .pattern("role", body.text("Role"), ROLE)
                .pattern("kMSKeyArn", body.text("KMSKeyArn"), ARN_OR_NOTHING);
        body.structure("DeadLetterConfig")
                .ifPresent(dead ->
                        violations.pattern("deadLetterConfig.targetArn", dead.text("TargetArn"), ARN_OR_NOTHING));
        body.structure("TracingConfig")
                .ifPresent(tracing ->
                        violations.oneOf("tracingConfig.mode", tracing.text("Mode"), List.of("Active", "PassThrough")));
        body.structure("EphemeralStorage")
                .ifPresent(storage -> violations
                        .required("ephemeralStorage.size", storage.integer("Size"))
                        .range("ephemeralStorage.size", storage.integer("Size"), MIN_STORAGE, MAX_STORAGE));
        body.structure("SnapStart")
                .ifPresent(snap -> violations.oneOf(
                        "snapStart.applyOn", snap.text("ApplyOn"), List.of("PublishedVersions", "None")));
        body.structure("LoggingConfig").ifPresent(logging -> checkLogging(logging, violations));
        body.structure("Environment")
                .flatMap(environment -> environment.textMap("Variables"))
                .ifPresent(variables -> violations.when(
                        variables.keySet().stream()
                                .anyMatch(key -> !VARIABLE.matcher(key).matches()),
                        "Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint:"
                                + " [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]"));
        return violations;
    }

    private static void checkLogging(WireInput logging, Violations violations) {
        violations
                .oneOf("loggingConfig.logFormat", logging.text("LogFormat"), List.of("JSON", "Text"))
                .oneOf("loggingConfig.applicationLogLevel", logging.text("ApplicationLogLevel"), LEVELS)
                .oneOf("loggingConfig.systemLogLevel", logging.text("SystemLogLevel"), SYSTEM_LEVELS)
                .length("loggingConfig.logGroup", logging.text("LogGroup"), 1, MAX_GROUP)
                .pattern("loggingConfig.logGroup", logging.text("LogGroup"), LOG_GROUP);
    }

    static void checkArchitectures(WireInput body, Violations violations) {
        body.texts("Architectures").ifPresent(all -> {
            violations.when(
                    all.size() != 1,
                    "Value '%s' at 'architectures' failed to satisfy constraint: Member must have length %s than or equal to 1"
                            .formatted(all, all.isEmpty() ? "greater" : "less"));
            all.forEach(one -> violations.oneOf("architectures", Optional.of(one), List.of("x86_64", "arm64")));
        });
    }

    /** What the model allows and this function cannot have; comes after the constraints of the model. */
    static void checkValues(WireInput body) {
        body.text("Runtime").ifPresent(FunctionRules::checkRuntime);
        if (body.integer("MemorySize").orElse(MIN_MEMORY) > MAX_MEMORY) {
            throw LambdaErrors.invalid(
                    "'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to "
                            + MAX_MEMORY);
        }
        body.structure("Environment")
                .flatMap(environment -> environment.textMap("Variables"))
                .ifPresent(FunctionRules::checkSize);
        body.structure("LoggingConfig").ifPresent(FunctionRules::checkLevels);
        refuse(body);
    }

    private static void checkRuntime(String runtime) {
        if (ELSEWHERE.matcher(runtime).matches()) {
            throw LambdaErrors.notEmulated(
                    "the runtime " + runtime, "use provided.al2023 with a 'bootstrap' that runs on this machine");
        }
        if (!RUNTIMES.contains(runtime) && !runtime.equals("java8")) {
            throw LambdaErrors.invalid(
                    ("Value %s at 'runtime' failed to satisfy constraint: Member must satisfy enum value"
                                    + " set: %s or be a valid ARN")
                            .formatted(runtime, RUNTIMES));
        }
    }

    private static void checkSize(Map<String, String> variables) {
        int bytes = variables.entrySet().stream()
                .mapToInt(entry -> length(entry.getKey()) + length(entry.getValue()))
                .sum();
        if (bytes > MAX_VARIABLES_BYTES) {
            throw LambdaErrors.invalid(
                    "Lambda was unable to configure your environment variables because the environment"
                            + " variables you have provided exceeded the 4KB limit. Bytes measured: " + bytes);
        }
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void checkLevels(WireInput logging) {
        boolean leveled = logging.text("ApplicationLogLevel").isPresent()
                || logging.text("SystemLogLevel").isPresent();
        if (leveled && !logging.text("LogFormat").orElse("Text").equals("JSON")) {
            throw LambdaErrors.invalid("To use ApplicationLogLevel or SystemLogLevel, you must set LogFormat to JSON.");
        }
    }

    private static void refuse(WireInput body) {
        if (body.structures("FileSystemConfigs").filter(all -> !all.isEmpty()).isPresent()) {
            throw LambdaErrors.notEmulated(
                    "FileSystemConfigs", "leave it away, and let the function read a folder of this machine");
        }
        if (body.structure("ImageConfig")
                .filter(image -> !image.tree().isEmpty())
                .isPresent()) {
            throw LambdaErrors.notEmulated("ImageConfig", "functions run from a zip or folder");
        }
        if (body.structure("SnapStart")
                .flatMap(snap -> snap.text("ApplyOn"))
                .filter("PublishedVersions"::equals)
                .isPresent()) {
            throw LambdaErrors.notEmulated("SnapStart", "set ApplyOn to None");
        }
        refuse(body, "CapacityProviderConfig", "functions run on this machine: leave it away");
        refuse(body, "DurableConfig", "leave it away");
        refuse(body, "TenancyConfig", "leave it away");
        refuse(body, "PublishTo", "leave it away");
    }

    private static void refuse(WireInput body, String member, String advice) {
        if (!body.tree().path(member).isMissingNode()
                && !body.tree().path(member).isNull()) {
            throw LambdaErrors.notEmulated(member, advice);
        }
    }
}
