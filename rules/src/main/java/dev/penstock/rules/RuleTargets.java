package dev.penstock.rules;

import dev.penstock.broker.MessageBroker;
import dev.penstock.functions.Functions;
import dev.penstock.platform.logs.LogGroups;
import dev.penstock.store.Tables;
import dev.penstock.stream.Streams;
import org.jspecify.annotations.Nullable;

/**
 * What actions work on. What is null is not there: a rule with an action that needs it is refused.
 *
 * @param functions where {@code lambda} actions invoke
 * @param tables where {@code dynamoDB} actions write
 * @param logs where the engine writes what happens to messages, and {@code cloudwatchLogs} actions what they are told
 * @param external what SQL functions ask
 */
public record RuleTargets(
        Streams streams,
        MessageBroker broker,
        @Nullable Functions functions,
        @Nullable Tables tables,
        @Nullable LogGroups logs,
        ExternalServices external) {

    /** Streams and a broker, nothing else. */
    public static RuleTargets of(Streams streams, MessageBroker broker) {
        return new RuleTargets(streams, broker, null, null, null, ExternalServices.NONE);
    }

    public RuleTargets withFunctions(Functions those) {
        return new RuleTargets(streams, broker, those, tables, logs, external);
    }

    public RuleTargets withTables(Tables those) {
        return new RuleTargets(streams, broker, functions, those, logs, external);
    }

    public RuleTargets withLogs(LogGroups those) {
        return new RuleTargets(streams, broker, functions, tables, those, external);
    }

    public RuleTargets withExternal(ExternalServices those) {
        return new RuleTargets(streams, broker, functions, tables, logs, those);
    }
}
