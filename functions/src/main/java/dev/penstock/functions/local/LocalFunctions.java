package dev.penstock.functions.local;

import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.FunctionReference;
import dev.penstock.functions.FunctionSettings;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.Functions;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.java.JavaRuntime;
import dev.penstock.functions.process.ProcessRuntime;
import dev.penstock.functions.runtime.CodeFolder;
import dev.penstock.functions.runtime.FunctionRuntime;
import dev.penstock.functions.runtime.FunctionVariables;
import dev.penstock.functions.source.EventSourceMappings;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.Streams;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Functions and event source mappings on this machine. */
public final class LocalFunctions implements Functions {
    private final AwsIdentity identity;
    private final Time time;
    private final FunctionSettings settings;
    private final List<FunctionRuntime> runtimes;
    private final Map<String, LocalFunction> functions = new ConcurrentHashMap<>();
    private final EventSourceMappings mappings;

    public LocalFunctions(AwsIdentity identity, Time time, Streams streams, FunctionSettings settings) {
        this.identity = identity;
        this.time = time;
        this.settings = settings;
        runtimes = List.of(new JavaRuntime(time), new ProcessRuntime());
        mappings = new EventSourceMappings(identity, time, streams, this);
    }

    @Override
    public String name() {
        return "functions";
    }

    @Override
    public void start() {}

    @Override
    public void create(FunctionSpec spec) {
        FunctionLimits.check(spec);
        FunctionVariables.check(spec);
        if (functions.containsKey(spec.name())) {
            throw FunctionErrors.functionExists(spec.name());
        }
        FunctionRuntime runtime = runtimes.stream()
                .filter(candidate -> candidate.supports(spec.runtime()))
                .findFirst()
                .orElseThrow(() -> new StartException(
                        "function '%s': runtime '%s' is not supported locally; use java11, java17, java21 or python3.x"
                                .formatted(spec.name(), spec.runtime())));
        LocalFunction function = LocalFunction.open(spec, runtime, CodeFolder.of(spec), identity, settings, time);
        if (functions.putIfAbsent(spec.name(), function) != null) {
            function.close();
            throw FunctionErrors.functionExists(spec.name());
        }
    }

    @Override
    public CompletionStage<InvocationResult> invoke(String function, Bytes event) {
        try {
            return find(function).pool().invoke(event);
        } catch (AwsException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    @Override
    public CompletionStage<String> invokeEvent(String function, Bytes event) {
        try {
            return find(function).events().accept(event);
        } catch (AwsException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** @throws AwsException ValidationException, ResourceNotFoundException */
    private LocalFunction find(String text) {
        LocalFunction byName = functions.get(text);
        return byName == null ? find(text, reference(text)) : byName;
    }

    private LocalFunction find(String text, FunctionReference reference) {
        boolean elsewhere = (reference.account() != null && !reference.account().equals(identity.account()))
                || (reference.region() != null && !reference.region().equals(identity.region()));
        if (elsewhere) {
            throw FunctionErrors.functionElsewhere(text, identity);
        }
        LocalFunction found = functions.get(reference.name());
        if (found == null) {
            throw FunctionErrors.functionNotFound(arnOf(reference.name()));
        }
        if (!reference.isLatest()) {
            throw FunctionErrors.qualifierNotFound(arnOf(reference.name()), reference.qualifier());
        }
        return found;
    }

    private static FunctionReference reference(String text) {
        try {
            return FunctionReference.parse(text);
        } catch (IllegalArgumentException invalid) {
            throw FunctionErrors.invalidName(String.valueOf(invalid.getMessage()));
        }
    }

    private String arnOf(String function) {
        return identity.arn("lambda", "function:" + function).toString();
    }

    @Override
    public EventSourceMapping map(EventSourceMappingSpec spec) {
        return mappings.start(spec, functions.containsKey(spec.function()));
    }

    @Override
    public List<EventSourceMapping> mappings() {
        return mappings.all();
    }

    @Override
    public List<String> logs(String function, int limit) {
        LocalFunction found = functions.get(function);
        if (found == null) {
            throw FunctionErrors.functionNotFound(arnOf(function));
        }
        return found.logs().newest(limit);
    }

    @Override
    public void close() {
        mappings.close();
        functions.values().forEach(LocalFunction::close);
        runtimes.forEach(FunctionRuntime::close);
    }
}
