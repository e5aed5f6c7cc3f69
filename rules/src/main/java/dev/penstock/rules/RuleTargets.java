package dev.penstock.rules;

import dev.penstock.broker.MessageBroker;
import dev.penstock.functions.Functions;
import dev.penstock.platform.logs.LogGroups;
import dev.penstock.platform.metrics.MetricStore;
import dev.penstock.rules.sink.InMemorySinks;
import dev.penstock.store.Tables;
import dev.penstock.stream.Streams;
import org.jspecify.annotations.Nullable;

/**
 * What actions work on. What is null is not there: a rule with an action that needs it is refused.
 *
 * @param functions where {@code lambda} actions invoke
 * @param tables where {@code dynamoDB} actions write
 * @param logs where the engine writes what happens to messages, and {@code cloudwatchLogs} actions what they are told
 * @param metrics where {@code cloudwatchMetric} actions put their points beside the sinks
 * @param external what SQL functions ask
 * @param sinks what actions send to services that do not run here
 */
public record RuleTargets(
        Streams streams,
        MessageBroker broker,
        @Nullable Functions functions,
        @Nullable Tables tables,
        @Nullable LogGroups logs,
        @Nullable MetricStore metrics,
        ExternalServices external,
        Sinks sinks) {
    private static final long SINK_BYTES = 64L << 20;
    private static final int SINK_ENTRIES = 100_000;

    /** Streams and a broker, and sinks for 64 MiB and 100,000 entries of what other actions send. */
    public static RuleTargets of(Streams streams, MessageBroker broker) {
        Sinks sinks = new InMemorySinks(SINK_BYTES, SINK_ENTRIES);
        return new RuleTargets(streams, broker, null, null, null, null, ExternalServices.NONE, sinks);
    }

    public RuleTargets withFunctions(Functions those) {
        return new RuleTargets(streams, broker, those, tables, logs, metrics, external, sinks);
    }

    public RuleTargets withTables(Tables those) {
        return new RuleTargets(streams, broker, functions, those, logs, metrics, external, sinks);
    }

    public RuleTargets withLogs(LogGroups those) {
        return new RuleTargets(streams, broker, functions, tables, those, metrics, external, sinks);
    }

    public RuleTargets withMetrics(MetricStore those) {
        return new RuleTargets(streams, broker, functions, tables, logs, those, external, sinks);
    }

    public RuleTargets withExternal(ExternalServices those) {
        return new RuleTargets(streams, broker, functions, tables, logs, metrics, those, sinks);
    }

    public RuleTargets withSinks(Sinks those) {
        return new RuleTargets(streams, broker, functions, tables, logs, metrics, external, those);
    }

    /** Sinks for so much over all. @throws IllegalArgumentException unless both are 1 or more */
    public RuleTargets withSinks(long maxBytes, int maxEntries) {
        return withSinks(new InMemorySinks(maxBytes, maxEntries));
    }
}
