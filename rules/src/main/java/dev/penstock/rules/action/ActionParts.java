package dev.penstock.rules.action;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.rules.RuleSettings;
import dev.penstock.rules.RuleTargets;
import dev.penstock.rules.http.HttpDelivery;

/** What actions are made of. */
public record ActionParts(
        AwsIdentity identity,
        Time time,
        RuleTargets targets,
        RuleSettings settings,
        Republications republications,
        HttpDelivery http) {}
