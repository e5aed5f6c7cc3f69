package dev.penstock.broker.policy;

import dev.penstock.broker.policy.Decision.DecisiveStatement;
import dev.penstock.broker.policy.Decision.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates documents: a statement that denies is stronger than any that allows, and what no statement allows is denied.
 *
 * <p>Source: AWS IoT Core developer guide, "AWS IoT Core policies" (fact sheet spec-broker, section 3.2).
 */
public final class PolicyEngine {
    private PolicyEngine() {}

    /** A document, the name of its policy and its version there. */
    public record NamedPolicy(String name, int version, PolicyDocument document) {}

    /** How every statement fares with a request, for a person who wants to know why. */
    public static List<StatementTrace> trace(List<NamedPolicy> policies, PolicyRequest request) {
        List<StatementTrace> traces = new ArrayList<>();
        for (NamedPolicy policy : policies) {
            int number = 0;
            for (Statement statement : policy.document().statements()) {
                traces.add(StatementTrace.of(policy, ++number, statement, request));
            }
        }
        return traces;
    }

    /** The verdict, enforced. */
    public static Decision decide(List<NamedPolicy> policies, PolicyRequest request) {
        DecisiveStatement allowing = null;
        for (NamedPolicy policy : policies) {
            int number = 0;
            for (Statement statement : policy.document().statements()) {
                number++;
                if ((!statement.allows() || allowing == null) && statement.isAbout(request)) {
                    DecisiveStatement decisive = new DecisiveStatement(policy.name(), number, statement.sid());
                    if (!statement.allows()) {
                        return decision(Verdict.EXPLICIT_DENY, policies, request, decisive);
                    }
                    allowing = decisive;
                }
            }
        }
        return decision(allowing == null ? Verdict.IMPLICIT_DENY : Verdict.ALLOWED, policies, request, allowing);
    }

    private static Decision decision(
            Verdict verdict, List<NamedPolicy> policies, PolicyRequest request, @Nullable DecisiveStatement decisive) {
        boolean missed = verdict == Verdict.IMPLICIT_DENY && !request.missing().isEmpty();
        return new Decision(
                verdict,
                true,
                request.action(),
                request.resources().get(0),
                policies.stream().map(NamedPolicy::name).toList(),
                decisive,
                missed ? "without a value: " + String.join(", ", request.missing()) : "");
    }
}
