package dev.penstock.broker.wire;

import dev.penstock.broker.identity.IdentityErrors;
import dev.penstock.broker.identity.Policies;
import dev.penstock.broker.identity.Registry;
import dev.penstock.broker.policy.Action;
import dev.penstock.broker.policy.ClientFacts;
import dev.penstock.broker.policy.Decision;
import dev.penstock.broker.policy.PolicyEngine.NamedPolicy;
import dev.penstock.broker.policy.Principal;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** TestAuthorization and GetEffectivePolicies: what policies would say, asked of the engine that the broker asks. */
final class AuthorizationOperations {
    private static final String CERTIFICATE = ":cert/";

    private final Registry registry;
    private final Policies policies;

    AuthorizationOperations(Registry registry) {
        this.registry = registry;
        policies = registry.policies();
    }

    WireOutput.Body test(RestInput in) {
        WireInput body = in.json();
        Fields.refuse(body, "cognitoIdentityPoolId");
        Principal principal = principal(Fields.needed(body, "principal"));
        ClientFacts client = new ClientFacts(in.query("clientId").orElse(""), "", false, false);
        List<String> added = body.texts("policyNamesToAdd").orElse(List.of());
        List<String> skipped = body.texts("policyNamesToSkip").orElse(List.of());
        List<Answer> answers = new ArrayList<>();
        for (WireInput info : body.structures("authInfos").orElseThrow(() -> Fields.missing("authInfos"))) {
            String type = Fields.needed(info, "actionType");
            for (String resource : info.texts("resources").orElseThrow(() -> Fields.missing("resources"))) {
                answers.add(new Answer(
                        type,
                        resource,
                        registry.rule(principal, client, action(type), List.of(resource), added, skipped)));
            }
        }
        return out -> out.structures("authResults", answers, this::write);
    }

    private record Answer(String actionType, String resource, Registry.Ruling ruling) {}

    private static Action action(String type) {
        return switch (type) {
            case "CONNECT" -> Action.CONNECT;
            case "PUBLISH" -> Action.PUBLISH;
            case "SUBSCRIBE" -> Action.SUBSCRIBE;
            case "RECEIVE" -> Action.RECEIVE;
            default ->
                throw IdentityErrors.invalid(
                        "actionType must be CONNECT, PUBLISH, SUBSCRIBE or RECEIVE, not '%s'".formatted(type));
        };
    }

    private void write(Answer answer, WireOutput out) throws IOException {
        Decision decision = answer.ruling.decision();
        out.structure(
                        "authInfo",
                        info -> info.text("actionType", answer.actionType).texts("resources", List.of(answer.resource)))
                .structure(
                        "allowed",
                        allowed -> allowed.structures(
                                "policies", decisive(decision, Decision.Verdict.ALLOWED), this::name))
                .structure(
                        "denied",
                        denied -> denied.structure(
                                        "implicitDeny",
                                        implicit -> implicit.structures("policies", List.<String>of(), this::name))
                                .structure(
                                        "explicitDeny",
                                        explicit -> explicit.structures(
                                                "policies",
                                                decisive(decision, Decision.Verdict.EXPLICIT_DENY),
                                                this::name)))
                .text(
                        "authDecision",
                        switch (decision.verdict()) {
                            case ALLOWED -> "ALLOWED";
                            case EXPLICIT_DENY -> "EXPLICIT_DENY";
                            case IMPLICIT_DENY -> "IMPLICIT_DENY";
                        })
                .texts("missingContextValues", answer.ruling.request().missing());
    }

    private static List<String> decisive(Decision decision, Decision.Verdict verdict) {
        return decision.verdict() == verdict
                ? decision.statement().stream()
                        .map(Decision.DecisiveStatement::policy)
                        .toList()
                : List.of();
    }

    private void name(String policy, WireOutput out) throws IOException {
        out.text("policyName", policy).text("policyArn", policies.arn(policy));
    }

    WireOutput.Body effective(RestInput in) {
        WireInput body = in.json();
        Fields.refuse(body, "cognitoIdentityPoolId");
        String arn = Fields.needed(body, "principal");
        in.query("thingName").ifPresent(registry.things()::get);
        List<NamedPolicy> found =
                policies.effective(arn, in.query("thingName").flatMap(thing -> registry.thingOf(arn, thing)));
        return out -> out.structures("effectivePolicies", found, (policy, item) -> {
            name(policy.name(), item);
            item.text("policyDocument", policy.document().text());
        });
    }

    private Principal principal(String arn) {
        int at = arn.indexOf(CERTIFICATE);
        if (at < 0) {
            throw IdentityErrors.invalid("The principal must be the ARN of a certificate, not '%s'".formatted(arn));
        }
        String id = arn.substring(at + CERTIFICATE.length());
        registry.certificates().get(id);
        return Principal.certificate(id);
    }
}
