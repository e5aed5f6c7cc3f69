package dev.penstock.broker.explain;

import dev.penstock.broker.identity.Denial;
import dev.penstock.broker.identity.Registry;
import dev.penstock.broker.identity.Registry.Ruling;
import dev.penstock.broker.policy.Action;
import dev.penstock.broker.policy.Decision;
import dev.penstock.broker.policy.PolicyEngine;
import dev.penstock.broker.policy.PolicyRequest;
import dev.penstock.broker.policy.Principal;
import dev.penstock.broker.policy.StatementTrace;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A decision, taken apart.
 *
 * @param clientId empty when there is none
 * @param principal ARN of a certificate, or what else a client proved; empty when it is anonymous
 * @param resources the ARNs that policies were asked for, one but for shared subscriptions
 * @param statements of all policies that were tried
 * @param variables that were asked for, with their values
 */
record Inquiry(
        String clientId,
        String principal,
        boolean isThingAttached,
        Decision decision,
        List<String> resources,
        List<StatementTrace> statements,
        Map<String, List<String>> variables,
        Set<String> missing) {

    /** What policies said to a client then. */
    static Inquiry of(Registry registry, Denial denial, Ruling ruling) {
        return of(registry, denial.client().clientId(), denial.principal(), ruling, denial.enforced());
    }

    static Inquiry of(Registry registry, String clientId, Principal principal, Ruling ruling, boolean enforced) {
        PolicyRequest request = ruling.request().again();
        List<StatementTrace> statements = PolicyEngine.trace(ruling.policies(), request);
        String arn = registry.principalArn(principal);
        return new Inquiry(
                clientId,
                arn,
                registry.thingOf(arn, clientId).isPresent(),
                enforced ? ruling.decision() : ruling.decision().unenforced(),
                request.resources(),
                statements,
                request.used(),
                request.missing());
    }

    Action action() {
        return decision.action();
    }

    boolean isDenied() {
        return decision.verdict() != Decision.Verdict.ALLOWED;
    }
}
