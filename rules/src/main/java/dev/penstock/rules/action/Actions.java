package dev.penstock.rules.action;

import dev.penstock.platform.time.Time;
import dev.penstock.rules.RuleTargets;
import dev.penstock.rules.spi.ActionContext;
import dev.penstock.rules.spi.ActionProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The actions of this release: the one place that lists them. */
public final class Actions {
    private Actions() {}

    /**
     * Those whose target is there, and those that are found on the class path.
     *
     * @throws dev.penstock.platform.lifecycle.StartException when one that is found cannot be used
     */
    public static ActionRegistry all(ActionParts parts) {
        List<ActionProvider> own = own(parts);
        Set<String> taken = new HashSet<>(ActionRegistry.OF_AWS);
        own.forEach(provider -> taken.add(provider.kind()));
        return new ActionRegistry(
                own,
                FoundProviders.in(parts.settings().actionClasses(), taken),
                new ActionContext(
                        parts.identity(), parts.time(), parts.targets().sinks()));
    }

    private static List<ActionProvider> own(ActionParts parts) {
        RuleTargets targets = parts.targets();
        Time time = parts.time();
        SinkWriter sinks = new SinkWriter(targets.sinks(), time);
        List<ActionProvider> providers = new ArrayList<>();
        providers.add(KinesisAction.provider(targets.streams(), time));
        providers.add(RepublishAction.provider(targets.broker(), parts.republications()));
        if (targets.functions() != null) {
            providers.add(LambdaAction.provider(targets.functions(), time));
        }
        if (targets.tables() != null) {
            providers.add(DynamoDbAction.provider(targets.tables(), time));
            providers.add(DynamoDbV2Action.provider(targets.tables(), time));
        }
        if (targets.logs() != null) {
            providers.add(CloudwatchLogsAction.provider(targets.logs(), time));
        }
        providers.add(HttpAction.provider(parts.http()));
        providers.add(S3Action.provider(sinks));
        providers.add(SqsAction.provider(sinks));
        providers.add(SnsAction.provider(sinks));
        providers.add(FirehoseAction.provider(sinks));
        providers.add(CloudwatchMetricAction.provider(sinks, targets.metrics()));
        providers.add(CloudwatchAlarmAction.provider(sinks));
        parts.settings().recordOnly().forEach(kind -> providers.add(RecordOnlyAction.provider(kind, sinks)));
        return providers;
    }
}
