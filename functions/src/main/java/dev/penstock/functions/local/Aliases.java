package dev.penstock.functions.local;

import dev.penstock.functions.FunctionAlias;
import dev.penstock.functions.FunctionReference;
import dev.penstock.platform.aws.AwsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The aliases of one function. Changes are made under the lock of the catalog; reads are made by anybody. */
final class Aliases {
    private static final Pattern NAME = Pattern.compile("(?!^[0-9]+$)[a-zA-Z0-9-_]{1,128}");

    private final String functionArn;
    private final Predicate<String> isVersion;
    private final ConcurrentSkipListMap<String, Entry> entries = new ConcurrentSkipListMap<>();

    /** @param isVersion whether the function has a version */
    Aliases(String functionArn, Predicate<String> isVersion) {
        this.functionArn = functionArn;
        this.isVersion = isVersion;
    }

    /**
     * @param turns how many invocations were routed
     */
    private record Entry(FunctionAlias alias, AtomicLong turns) {
        static Entry of(FunctionAlias alias) {
            return new Entry(alias, new AtomicLong());
        }

        /**
         * Which version is to run: of every 100 invocations a share of 0.1 gives every tenth to the other version, evenly
         * spread. AWS draws lots; here a test sees the same each time.
         */
        String next() {
            long turn = turns.getAndIncrement();
            for (Map.Entry<String, Double> other : alias.routing().entrySet()) {
                double share = other.getValue();
                if (Math.floor((turn + 1) * share) > Math.floor(turn * share)) {
                    return other.getKey();
                }
            }
            return alias.version();
        }
    }

    FunctionAlias create(FunctionAlias given) {
        if (!NAME.matcher(given.name()).matches()) {
            throw AwsException.validation(
                    ("1 validation error detected: Value '%s' at 'name' failed to satisfy constraint: Member must satisfy"
                                    + " regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)")
                            .formatted(given.name()));
        }
        if (entries.containsKey(given.name())) {
            throw FunctionErrors.aliasExists(arnOf(given.name()));
        }
        return put(given);
    }

    FunctionAlias update(String name, Optional<String> revisionId, UnaryOperator<FunctionAlias> change) {
        FunctionAlias old = get(name);
        if (revisionId.isPresent() && !revisionId.get().equals(old.revisionId())) {
            throw FunctionErrors.otherRevision();
        }
        return put(change.apply(old));
    }

    private FunctionAlias put(FunctionAlias given) {
        check(given);
        FunctionAlias alias = new FunctionAlias(
                given.name(),
                given.version(),
                given.description(),
                given.routing(),
                UUID.randomUUID().toString());
        entries.put(alias.name(), Entry.of(alias));
        return alias;
    }

    private void check(FunctionAlias alias) {
        requireVersion(alias.version());
        if (alias.routing().size() > 1) {
            throw FunctionErrors.invalid(
                    "Number of items in AdditionalVersionWeights cannot be greater than 1. Number of" + " items: "
                            + alias.routing().size());
        }
        alias.routing().forEach((version, share) -> {
            if (version.equals(FunctionReference.LATEST) || alias.version().equals(FunctionReference.LATEST)) {
                throw FunctionErrors.invalid("$LATEST is not supported for an alias pointing to more than 1 version");
            }
            if (version.equals(alias.version())) {
                throw FunctionErrors.invalid(
                        "Invalid function version %s. Function version %s is already included in routing configuration."
                                .formatted(version, version));
            }
            if (!(share >= 0 && share <= 1)) {
                throw AwsException.validation(
                        ("1 validation error detected: Value '{%s=%s}' at 'routingConfig.additionalVersionWeights' failed"
                                        + " to satisfy constraint: Map value must satisfy constraint: [Member must have"
                                        + " value less than or equal to 1.0, Member must have value greater than or equal"
                                        + " to 0.0]")
                                .formatted(version, share));
            }
            requireVersion(version);
        });
    }

    private void requireVersion(String version) {
        if (!isVersion.test(version)) {
            throw FunctionErrors.functionNotFound(functionArn + ":" + version);
        }
    }

    FunctionAlias get(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw FunctionErrors.aliasNotFound(arnOf(name));
        }
        return entry.alias();
    }

    /** The version that the next invocation of an alias is to run; null when there is no such alias. */
    @Nullable
    String route(String name) {
        Entry entry = entries.get(name);
        return entry == null ? null : entry.next();
    }

    /** The version that an alias stands for; null when there is no such alias. */
    @Nullable
    String versionOf(String name) {
        Entry entry = entries.get(name);
        return entry == null ? null : entry.alias().version();
    }

    /** By name. */
    List<FunctionAlias> all() {
        return entries.values().stream().map(Entry::alias).toList();
    }

    /** Those that lead to a version, by name. */
    List<String> leadingTo(String version) {
        return all().stream()
                .filter(alias ->
                        alias.version().equals(version) || alias.routing().containsKey(version))
                .map(FunctionAlias::name)
                .toList();
    }

    /** No error when there is none, as on AWS. */
    void delete(String name) {
        entries.remove(name);
    }

    private String arnOf(String name) {
        return functionArn + ":" + name;
    }
}
