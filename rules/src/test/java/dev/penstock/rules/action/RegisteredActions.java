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

    public static List<ActionProvider> all(RuleTargets targets, Time time) {
        return List.copyOf(Actions.all(new ActionParts(
                        AwsIdentity.DEFAULT,
                        time,
                        targets,
                        RuleSettings.defaults(),
                        new Republications(),
                        new HttpDelivery(
                                AwsIdentity.DEFAULT,
                                time,
                                RuleSettings.defaults().http())))
                .providers());
    }
}
