package dev.penstock.functions.local;

import dev.penstock.functions.FunctionAlias;
import dev.penstock.functions.FunctionCatalog;
import dev.penstock.functions.FunctionDescription;
import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.FunctionReference;
import dev.penstock.functions.FunctionSettings;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.runtime.CodeFolder;
import dev.penstock.functions.runtime.FunctionRuntime;
import dev.penstock.functions.runtime.FunctionVariables;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.Time;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** The functions of this pipeline. */
final class LocalCatalog implements FunctionCatalog, AutoCloseable {
    private final AwsIdentity identity;
    private final Time time;
    private final List<FunctionRuntime> runtimes;
    private final FunctionSettings settings;
    private final Map<String, LocalFunction> functions = new ConcurrentHashMap<>();

    LocalCatalog(AwsIdentity identity, Time time, List<FunctionRuntime> runtimes, FunctionSettings settings) {
        this.identity = identity;
        this.time = time;
        this.runtimes = runtimes;
        this.settings = settings;
    }

    @Override
    public FunctionDescription create(FunctionSpec spec) {
        FunctionLimits.check(spec);
        FunctionVariables.check(spec);
        if (functions.containsKey(spec.name())) {
            throw FunctionErrors.functionExists(spec.name());
        }
        FunctionRuntime runtime = runtimes.stream()
                .filter(candidate -> candidate.supports(spec))
                .findFirst()
                .orElseThrow(() -> new StartException(
                        "function '%s': runtime '%s' is not supported locally; use javaNN, python3.x, nodejsNN.x or provided.al2023"
                                .formatted(spec.name(), spec.runtime())));
        LocalFunction function = LocalFunction.open(spec, runtime, CodeFolder.of(spec), identity, settings, time);
        if (functions.putIfAbsent(spec.name(), function) != null) {
            function.close();
            throw FunctionErrors.functionExists(spec.name());
        }
        return describe(function);
    }

    boolean has(String name) {
        return functions.containsKey(name);
    }

    /** @throws AwsException ValidationException, ResourceNotFoundException */
    LocalFunction find(String text) {
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
    public FunctionDescription describe(String function) {
        return describe(find(function));
    }

    private FunctionDescription describe(LocalFunction function) {
        return new FunctionDescription(
                function.spec(), arnOf(function.spec().name()), FunctionReference.LATEST, "", time.now(), "", 0);
    }

    @Override
    public List<FunctionDescription> functions() {
        return functions.values().stream().map(this::describe).toList();
    }

    @Override
    public FunctionDescription update(
            String function, Optional<String> revisionId, UnaryOperator<FunctionSpec> change) {
        throw notYet();
    }

    private static AwsException notYet() {
        return new AwsException("ServiceException", 500, "this is not emulated yet");
    }

    @Override
    public void delete(String function) {
        LocalFunction found = find(function);
        functions.remove(found.spec().name(), found);
        found.close();
    }

    @Override
    public Path keepCode(Bytes zip) {
        throw notYet();
    }

    @Override
    public FunctionDescription publish(
            String function, Optional<String> description, Optional<String> revisionId, Optional<String> codeSha256) {
        throw notYet();
    }

    @Override
    public List<FunctionDescription> versions(String function) {
        return List.of(describe(function));
    }

    @Override
    public FunctionAlias createAlias(String function, FunctionAlias alias) {
        throw notYet();
    }

    @Override
    public FunctionAlias updateAlias(
            String function, String alias, Optional<String> revisionId, UnaryOperator<FunctionAlias> change) {
        throw notYet();
    }

    @Override
    public FunctionAlias alias(String function, String alias) {
        throw notYet();
    }

    @Override
    public List<FunctionAlias> aliases(String function) {
        return List.of();
    }

    @Override
    public void deleteAlias(String function, String alias) {
        throw notYet();
    }

    @Override
    public void reserveConcurrency(String function, OptionalInt limit) {
        throw notYet();
    }

    @Override
    public Optional<FunctionOptions.Events> events(String function) {
        return Optional.empty();
    }

    @Override
    public void setEvents(String function, Optional<FunctionOptions.Events> settings) {
        throw notYet();
    }

    @Override
    public Map<String, FunctionOptions.Events> allEvents(String function) {
        return Map.of();
    }

    @Override
    public void setTags(String function, Map<String, String> tags) {
        throw notYet();
    }

    @Override
    public void close() {
        functions.values().forEach(LocalFunction::close);
    }
}
