package dev.penstock.functions.local;

import dev.penstock.functions.FunctionAlias;
import dev.penstock.functions.FunctionCatalog;
import dev.penstock.functions.FunctionDescription;
import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.FunctionReference;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.logs.LogGroups;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The functions of this pipeline. Changes are made one at a time, under {@code lock}; reads and invocations take none. */
final class LocalCatalog implements FunctionCatalog, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LocalCatalog.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Object lock = new Object();
    private final Blueprints blueprints;
    private final LogGroups logGroups;
    private final EventEnds ends;
    private final Map<String, LocalFunction> functions = new ConcurrentHashMap<>();
    private final KeptCode kept = new KeptCode();

    LocalCatalog(Blueprints blueprints, LogGroups logGroups, EventEnds ends) {
        this.blueprints = blueprints;
        this.logGroups = logGroups;
        this.ends = ends;
    }

    /**
     * A function, and what of it is meant.
     *
     * @param qualifier version or alias as the caller gave it; empty for none
     */
    record Target(LocalFunction function, String qualifier) {}

    @Override
    public FunctionDescription create(FunctionSpec spec) {
        synchronized (lock) {
            try {
                check(spec);
                if (functions.containsKey(spec.name())) {
                    throw FunctionErrors.functionExists(spec.name());
                }
                FunctionLogs logs = new FunctionLogs(spec.name(), logGroups);
                LocalFunction function = new LocalFunction(spec, blueprints, logs, ends, isWatched(spec));
                functions.put(spec.name(), function);
                return function.describe("");
            } catch (RuntimeException refused) {
                discardUnused(spec.code());
                throw refused;
            }
        }
    }

    private void check(FunctionSpec spec) {
        blueprints.check(spec);
        spec.options().deadLetterTarget().ifPresent(ends::checkDeadLetter);
    }

    private boolean isWatched(FunctionSpec spec) {
        return blueprints.settings().reload() && !kept.has(spec.code());
    }

    private void discardUnused(Path code) {
        if (kept.has(code) && functions.values().stream().noneMatch(function -> function.uses(code))) {
            kept.discard(code);
        }
    }

    boolean has(String name) {
        return functions.containsKey(name);
    }

    /** @throws AwsException ValidationException, ResourceNotFoundException */
    Target resolve(String text) {
        LocalFunction byName = functions.get(text);
        return byName == null ? resolve(text, reference(text)) : new Target(byName, "");
    }

    private Target resolve(String text, FunctionReference reference) {
        AwsIdentity identity = blueprints.identity();
        boolean elsewhere = (reference.account() != null && !reference.account().equals(identity.account()))
                || (reference.region() != null && !reference.region().equals(identity.region()));
        if (elsewhere) {
            throw FunctionErrors.functionElsewhere(text, identity);
        }
        LocalFunction found = functions.get(reference.name());
        if (found == null) {
            String arn = blueprints.arnOf(reference.name());
            throw FunctionErrors.functionNotFound(
                    reference.qualifier().isEmpty() ? arn : arn + ":" + reference.qualifier());
        }
        return new Target(found, reference.qualifier());
    }

    private static FunctionReference reference(String text) {
        try {
            return FunctionReference.parse(text);
        } catch (IllegalArgumentException invalid) {
            throw FunctionErrors.invalidName(String.valueOf(invalid.getMessage()));
        }
    }

    /** A function as a whole, or its code as it is now. */
    private LocalFunction whole(String text) {
        Target target = resolve(text);
        if (!target.qualifier().isEmpty() && !target.qualifier().equals(FunctionReference.LATEST)) {
            throw FunctionErrors.invalid(
                    "The version or alias '%s' cannot be changed; name the function without it, not '%s'"
                            .formatted(target.qualifier(), text));
        }
        return target.function();
    }

    @Override
    public FunctionDescription describe(String function) {
        Target target = resolve(function);
        return target.function().describe(target.qualifier());
    }

    @Override
    public List<FunctionDescription> functions() {
        return functions.values().stream()
                .map(function -> function.describe(""))
                .sorted(Comparator.comparing(description -> description.spec().name()))
                .toList();
    }

    @Override
    public FunctionDescription update(
            String function, Optional<String> revisionId, UnaryOperator<FunctionSpec> change) {
        synchronized (lock) {
            LocalFunction changed = whole(function);
            requireRevision(changed, revisionId);
            FunctionSpec old = changed.spec();
            FunctionSpec next = change.apply(old);
            try {
                check(next);
                return changed.change(next, isWatched(next));
            } finally {
                discardUnused(old.code());
                discardUnused(next.code());
            }
        }
    }

    private static void requireRevision(LocalFunction function, Optional<String> revisionId) {
        if (revisionId.isPresent()
                && !revisionId.get().equals(function.describe("").revisionId())) {
            throw FunctionErrors.otherRevision();
        }
    }

    @Override
    public void delete(String function) {
        synchronized (lock) {
            Target target = resolve(function);
            List<Path> codes = target.function().versions().stream()
                    .map(version -> version.spec().code())
                    .toList();
            if (target.qualifier().isEmpty()) {
                functions.remove(target.function().spec().name());
                target.function().close();
            } else {
                target.function().deleteVersion(target.qualifier());
            }
            codes.forEach(this::discardUnused);
        }
    }

    @Override
    public Path keepCode(Bytes zip) {
        synchronized (lock) {
            return kept.keep(zip);
        }
    }

    @Override
    public FunctionDescription publish(
            String function, Optional<String> description, Optional<String> revisionId, Optional<String> codeSha256) {
        synchronized (lock) {
            LocalFunction published = whole(function);
            requireRevision(published, revisionId);
            String actual = published.describe("").codeSha256();
            if (codeSha256.isPresent() && !codeSha256.get().equals(actual)) {
                throw FunctionErrors.otherCode(codeSha256.get(), actual);
            }
            return published.publish(description.orElse(""));
        }
    }

    @Override
    public List<FunctionDescription> versions(String function) {
        return whole(function).versions();
    }

    @Override
    public FunctionAlias createAlias(String function, FunctionAlias alias) {
        synchronized (lock) {
            return whole(function).aliases().create(alias);
        }
    }

    @Override
    public FunctionAlias updateAlias(
            String function, String alias, Optional<String> revisionId, UnaryOperator<FunctionAlias> change) {
        synchronized (lock) {
            return whole(function).aliases().update(alias, revisionId, change);
        }
    }

    @Override
    public FunctionAlias alias(String function, String alias) {
        return whole(function).aliases().get(alias);
    }

    @Override
    public List<FunctionAlias> aliases(String function) {
        return whole(function).aliases().all();
    }

    @Override
    public void deleteAlias(String function, String alias) {
        synchronized (lock) {
            LocalFunction changed = whole(function);
            changed.aliases().delete(alias);
            changed.settings().remove(alias);
        }
    }

    @Override
    public void reserveConcurrency(String function, OptionalInt limit) {
        synchronized (lock) {
            LocalFunction changed = whole(function);
            if (limit.isPresent() && limit.getAsInt() < 0) {
                throw AwsException.validation(
                        ("1 validation error detected: Value '%d' at 'reservedConcurrentExecutions' failed to satisfy"
                                        + " constraint: Member must have value greater than or equal to 0")
                                .formatted(limit.getAsInt()));
            }
            changed.annotate(changed.spec().options().withReservedConcurrency(limit));
            changed.admission().reserve(limit);
        }
    }

    @Override
    public Optional<FunctionOptions.Events> events(String function) {
        Target target = resolve(function);
        target.function().describe(target.qualifier());
        return target.function().settings(target.qualifier());
    }

    @Override
    public void setEvents(String function, Optional<FunctionOptions.Events> settings) {
        synchronized (lock) {
            Target target = resolve(function);
            target.function().describe(target.qualifier());
            String qualifier = target.qualifier().isEmpty() ? FunctionReference.LATEST : target.qualifier();
            if (settings.isEmpty()) {
                target.function().settings().remove(qualifier);
                return;
            }
            settings.get().onSuccess().ifPresent(ends::checkSuccess);
            settings.get().onFailure().ifPresent(ends::check);
            target.function().settings().put(qualifier, settings.get());
        }
    }

    @Override
    public Map<String, FunctionOptions.Events> allEvents(String function) {
        LocalFunction found = whole(function);
        Map<String, FunctionOptions.Events> all = new TreeMap<>();
        found.settings().forEach((qualifier, settings) -> all.put(found.arn() + ":" + qualifier, settings));
        return all;
    }

    @Override
    public void setTags(String function, Map<String, String> tags) {
        synchronized (lock) {
            LocalFunction changed = whole(function);
            changed.annotate(changed.spec().options().withTags(tags));
        }
    }

    /** Ends all functions; returns when their environments are gone, or after 5 s. */
    @Override
    public void close() {
        CompletableFuture<?>[] gone =
                functions.values().stream().map(LocalFunction::close).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(gone).get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException stuck) {
            log.warn("some function still runs code that ignores the interrupt; its thread is left alone");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        synchronized (lock) {
            kept.close();
        }
    }
}
