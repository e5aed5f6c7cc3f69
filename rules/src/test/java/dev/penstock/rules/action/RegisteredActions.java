package dev.penstock.rules.action;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.rules.RuleSettings;
import dev.penstock.rules.RuleTargets;
import dev.penstock.rules.http.HttpDelivery;
import dev.penstock.rules.spi.ActionProvider;
import java.util.List;

/** What the registry has, for the rules reference. */
public final class RegisteredActions {
    private RegisteredActions() {}

    /** Those that are recorded only come with the settings that ask for them. */
    public static List<ActionProvider> all(RuleTargets targets, RuleSettings settings, Time time) {
        try (HttpDelivery http = new HttpDelivery(AwsIdentity.DEFAULT, time, settings.http());
                ActionRegistry registry = Actions.all(
                        new ActionParts(AwsIdentity.DEFAULT, time, targets, settings, new Republications(), http))) {
            return List.copyOf(registry.providers());
        }
    }
}
