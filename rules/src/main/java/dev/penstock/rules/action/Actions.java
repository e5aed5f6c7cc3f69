package dev.penstock.rules.action;

import dev.penstock.platform.time.Time;
import dev.penstock.rules.RuleTargets;
import dev.penstock.rules.spi.ActionProvider;
import java.util.ArrayList;
import java.util.List;

/** The actions of this release: the one place that lists them. */
public final class Actions {
    private Actions() {}

    /** Those whose target is there. */
    public static ActionRegistry all(RuleTargets targets, Republications republications, Time time) {
        List<ActionProvider> providers = new ArrayList<>();
        providers.add(KinesisAction.provider(targets.streams(), time));
        providers.add(RepublishAction.provider(targets.broker(), republications));
        if (targets.functions() != null) {
            providers.add(LambdaAction.provider(targets.functions(), time));
        }
        if (targets.tables() != null) {
            providers.add(DynamoDbAction.provider(targets.tables(), time));
            providers.add(DynamoDbV2Action.provider(targets.tables(), time));
        }
        SinkWriter sinks = new SinkWriter(targets.sinks(), time);
        providers.add(S3Action.provider(sinks));
        providers.add(SqsAction.provider(sinks));
        providers.add(SnsAction.provider(sinks));
        providers.add(FirehoseAction.provider(sinks));
        providers.add(CloudwatchMetricAction.provider(sinks));
        providers.add(CloudwatchAlarmAction.provider(sinks));
        return new ActionRegistry(providers);
    }
}
