package dev.penstock.functions.local;

import dev.penstock.functions.FunctionDescription;
import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.FunctionReference;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.InvocationRequest;
import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.aws.AwsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * One function: its code as it is now, its versions and aliases, its asynchronous events, its logs. Changes are made under
 * the lock of the catalog; invocations and reads are made by anybody.
 */
final class LocalFunction {
    private final String arn;
    private final Blueprints blueprints;
    private final FunctionLogs logs;
    private final Admission admission;
    private final FunctionVersion latest;
    private final ConcurrentSkipListMap<Integer, FunctionVersion> versions = new ConcurrentSkipListMap<>();
    private final Aliases aliases;
    private final Map<String, FunctionOptions.Events> settings = new ConcurrentHashMap<>();
    private final EventQueue events;
    private int lastNumber;

    /** @param watched whether its code may change on disk */
    LocalFunction(FunctionSpec spec, Blueprints blueprints, FunctionLogs logs, EventEnds ends, boolean watched) {
        this.blueprints = blueprints;
        this.logs = logs;
        arn = blueprints.arnOf(spec.name());
        Blueprint first = blueprints.latest(spec, logs);
        CodeDigest digest = CodeDigest.of(spec.code());
        latest = new FunctionVersion(
                new FunctionDescription(
                        spec,
                        arn,
                        FunctionReference.LATEST,
                        UUID.randomUUID().toString(),
                        blueprints.time().now(),
                        digest.sha256(),
                        digest.size()),
                first,
                blueprints,
                logs,
                watched);
        aliases = new Aliases(arn, version -> versionAt(version) != null);
        admission = new Admission(spec.options().reservedConcurrency());
        events = new EventQueue(
                spec.name(),
                new QueuedInvocations(this, ends),
                blueprints.time(),
                blueprints.settings().maxConcurrency(),
                blueprints.settings().asyncRetryScale());
    }

    String arn() {
        return arn;
    }

    FunctionSpec spec() {
        return latest.description().spec();
    }

    Aliases aliases() {
        return aliases;
    }

    Admission admission() {
        return admission;
    }

    EventQueue events() {
        return events;
    }

    FunctionLogs logs() {
        return logs;
    }

    /** By version or alias; {@code $LATEST} for none. */
    Map<String, FunctionOptions.Events> settings() {
        return settings;
    }

    /** {@code $LATEST} or a number; null when there is no such version. */
    private @Nullable FunctionVersion versionAt(String version) {
        if (version.isEmpty() || version.equals(FunctionReference.LATEST)) {
            return latest;
        }
        return version.chars().allMatch(Character::isDigit) && version.length() < 10
                ? versions.get(Integer.parseInt(version))
                : null;
    }

    /**
     * @param qualifier version, alias or nothing
     * @throws AwsException ResourceNotFoundException when there is no such version or alias
     */
    FunctionDescription describe(String qualifier) {
        if (qualifier.isEmpty()) {
            return latest.description();
        }
        String aliased = aliases.versionOf(qualifier);
        return found(aliased == null ? qualifier : aliased, qualifier)
                .description()
                .withArn(arn + ":" + qualifier);
    }

    private FunctionVersion found(@Nullable String version, String qualifier) {
        FunctionVersion there = version == null ? null : versionAt(version);
        if (there == null) {
            throw FunctionErrors.functionNotFound(arn + ":" + qualifier);
        }
        return there;
    }

    /** The version that an invocation is to run. */
    private FunctionVersion routed(String qualifier) {
        if (qualifier.isEmpty()) {
            return latest;
        }
        String aliased = aliases.route(qualifier);
        return found(aliased == null ? qualifier : aliased, qualifier);
    }

    /** As {@link dev.penstock.functions.Functions#warmUp}. */
    void warmUp(String qualifier) {
        routed(qualifier).warmUp();
    }

    /** Runs one attempt. */
    CompletionStage<InvocationResult> invoke(String requestId, String qualifier, InvocationRequest request) {
        FunctionVersion version = routed(qualifier);
        if (!admission.enter()) {
            return CompletableFuture.failedFuture(FunctionErrors.reservedConcurrencyReached());
        }
        String named = qualifier.isEmpty() ? arn : arn + ":" + qualifier;
        return version.invoke(new PendingInvocation(requestId, named, request, admission::leave));
    }

    /** @param watched whether the new code may change on disk */
    FunctionDescription change(FunctionSpec next, boolean watched) {
        Blueprint blueprint = blueprints.latest(next, logs);
        CodeDigest digest = CodeDigest.of(next.code());
        FunctionDescription changed = latest.description()
                .withSpec(next, UUID.randomUUID().toString(), blueprints.time().now())
                .withCode(blueprints.time().now(), digest.sha256(), digest.size());
        admission.reserve(next.options().reservedConcurrency());
        latest.renew(changed, blueprint, watched);
        return changed;
    }

    /** Changes what environments do not see. */
    void annotate(FunctionOptions options) {
        FunctionDescription old = latest.description();
        latest.describe(old.withSpec(old.spec().withOptions(options), old.revisionId(), old.lastModified()));
    }

    FunctionDescription publish(String description) {
        FunctionDescription now = latest.description();
        Map.Entry<Integer, FunctionVersion> last = versions.lastEntry();
        if (last != null && isSame(now, last.getValue().description())) {
            return last.getValue().description();
        }
        int number = ++lastNumber;
        String version = Integer.toString(number);
        FunctionSpec spec = now.spec()
                .withOptions(
                        description.isEmpty()
                                ? now.spec().options()
                                : now.spec().options().withDescription(description));
        FunctionDescription published = new FunctionDescription(
                spec,
                arn + ":" + version,
                version,
                UUID.randomUUID().toString(),
                now.lastModified(),
                now.codeSha256(),
                now.codeSize());
        Blueprint frozen = blueprints.frozen(latest.blueprint(), spec, version, logs);
        versions.put(number, new FunctionVersion(published, frozen, blueprints, logs, false));
        return published;
    }

    private static boolean isSame(FunctionDescription now, FunctionDescription last) {
        return now.codeSha256().equals(last.codeSha256())
                && comparable(now.spec()).equals(comparable(last.spec()));
    }

    /** Without what is no part of a version. */
    private static FunctionSpec comparable(FunctionSpec spec) {
        return spec.withOptions(
                spec.options().withDescription("").withTags(Map.of()).withReservedConcurrency(OptionalInt.empty()));
    }

    /** {@code $LATEST} first. */
    List<FunctionDescription> versions() {
        List<FunctionDescription> all = new ArrayList<>();
        all.add(describe(FunctionReference.LATEST));
        versions.values().forEach(version -> all.add(version.description()));
        return all;
    }

    /** Whether a version has this for its code. */
    boolean uses(Path code) {
        return versions().stream().anyMatch(version -> version.spec().code().equals(code));
    }

    void deleteVersion(String version) {
        if (version.equals(FunctionReference.LATEST)) {
            throw FunctionErrors.invalid("$LATEST version cannot be deleted without deleting the function.");
        }
        FunctionVersion gone = found(version, version);
        List<String> leading = aliases.leadingTo(version);
        if (!leading.isEmpty()) {
            throw FunctionErrors.versionReferenced(leading);
        }
        versions.remove(Integer.parseInt(version));
        settings.remove(version);
        gone.close();
    }

    /** What is set for asynchronous invocations of a version or alias. */
    Optional<FunctionOptions.Events> settings(String qualifier) {
        return Optional.ofNullable(settings.get(qualifier.isEmpty() ? FunctionReference.LATEST : qualifier));
    }

    /** Tries no more events and kills all environments; completes when they are gone. */
    CompletableFuture<Void> close() {
        events.close();
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        ends.add(latest.close());
        versions.values().forEach(version -> ends.add(version.close()));
        return CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new));
    }
}
