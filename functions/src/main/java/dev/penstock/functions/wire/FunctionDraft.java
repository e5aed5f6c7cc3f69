package dev.penstock.functions.wire;

import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.platform.wire.WireInput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A function's configuration while a request changes it; members that the request does not have stay as they are. */
final class FunctionDraft {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);
    private static final int DEFAULT_MEMORY = 128;
    private static final String DEFAULT_LEVEL = "INFO";

    private final String name;
    private String runtime;
    private String handler;
    private Path code;
    private Duration timeout;
    private int memoryMb;
    private Map<String, String> environment;
    private String description;
    private String role;
    private List<Path> layers;
    private final OptionalInt reserved;
    private Optional<String> deadLetterTarget;
    private int storageMb;
    private String architecture;
    private FunctionOptions.Logging logging;
    private Map<String, String> tags;
    private final FunctionOptions rest;

    private FunctionDraft(FunctionSpec spec) {
        rest = spec.options();
        name = spec.name();
        runtime = spec.runtime();
        handler = spec.handler();
        code = spec.code();
        timeout = spec.timeout();
        memoryMb = spec.memoryMb();
        environment = spec.environment();
        description = rest.description();
        role = rest.role();
        layers = rest.layers();
        reserved = rest.reservedConcurrency();
        deadLetterTarget = rest.deadLetterTarget();
        storageMb = rest.ephemeralStorageMb();
        architecture = rest.architecture();
        logging = rest.logging();
        tags = rest.tags();
    }

    static FunctionDraft of(FunctionSpec spec) {
        return new FunctionDraft(spec);
    }

    /** With AWS's defaults. */
    static FunctionDraft fresh(String name, Path code) {
        return new FunctionDraft(new FunctionSpec(name, "", "", code, DEFAULT_TIMEOUT, DEFAULT_MEMORY, Map.of()));
    }

    /** Takes what a body of CreateFunction or UpdateFunctionConfiguration says. */
    FunctionDraft take(WireInput body) {
        runtime = body.text("Runtime").orElse(runtime);
        handler = body.text("Handler").orElse(handler);
        timeout = body.integer("Timeout").map(Duration::ofSeconds).orElse(timeout);
        memoryMb = body.integer("MemorySize").orElse(memoryMb);
        description = body.text("Description").orElse(description);
        role = body.text("Role").orElse(role);
        environment = body.structure("Environment")
                .map(given -> given.textMap("Variables").orElse(Map.of()))
                .orElse(environment);
        deadLetterTarget = body.structure("DeadLetterConfig")
                .map(given -> given.text("TargetArn").filter(arn -> !arn.isEmpty()))
                .orElse(deadLetterTarget);
        storageMb = body.structure("EphemeralStorage")
                .flatMap(given -> given.integer("Size"))
                .orElse(storageMb);
        logging = body.structure("LoggingConfig").map(this::logging).orElse(logging);
        return this;
    }

    private FunctionOptions.Logging logging(WireInput given) {
        boolean json = given.text("LogFormat").map("JSON"::equals).orElse(logging.json());
        String group = given.text("LogGroup").orElse(logging.group());
        return json
                ? new FunctionOptions.Logging(
                        true,
                        given.text("ApplicationLogLevel").orElse(DEFAULT_LEVEL),
                        given.text("SystemLogLevel").orElse(DEFAULT_LEVEL),
                        group)
                : new FunctionOptions.Logging(false, "", "", group);
    }

    FunctionDraft architecture(WireInput body) {
        architecture = body.texts("Architectures").map(all -> all.get(0)).orElse(architecture);
        return this;
    }

    FunctionDraft code(Path path) {
        code = path;
        return this;
    }

    FunctionDraft layers(List<Path> paths) {
        layers = paths;
        return this;
    }

    FunctionDraft tags(Map<String, String> all) {
        tags = all;
        return this;
    }

    boolean runs() {
        return !runtime.isEmpty() && !handler.isEmpty();
    }

    FunctionSpec spec() {
        return new FunctionSpec(
                name,
                runtime,
                handler,
                code,
                timeout,
                memoryMb,
                environment,
                new FunctionOptions(
                        description,
                        role,
                        layers,
                        reserved,
                        deadLetterTarget,
                        storageMb,
                        architecture,
                        logging,
                        tags,
                        rest.fork(),
                        rest.interpreter(),
                        rest.debugPort(),
                        rest.sharedLoader()));
    }
}
