package dev.penstock.broker.wire;

import dev.penstock.broker.identity.Policies;
import dev.penstock.broker.identity.Policy;
import dev.penstock.broker.identity.Registry;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireOutput;
import java.util.List;

/** What policies are attached to, by the operations of today and by those that scripts still use. */
final class AttachmentOperations {
    private static final String PRINCIPAL = "x-amzn-iot-principal";

    private final Policies policies;

    AttachmentOperations(Registry registry) {
        policies = registry.policies();
    }

    WireOutput.Body attach(RestInput in) {
        policies.attach(in.label("policyName"), Fields.needed(in.json(), "target"));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body detach(RestInput in) {
        policies.detach(in.label("policyName"), Fields.needed(in.json(), "target"));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body attachPrincipal(RestInput in) {
        policies.attach(in.label("policyName"), Fields.header(in, PRINCIPAL, "principal"));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body detachPrincipal(RestInput in) {
        policies.detach(in.label("policyName"), Fields.header(in, PRINCIPAL, "principal"));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body ofTarget(RestInput in) {
        return page(in, policies.attached(in.label("target"), Fields.flag(in, "recursive")));
    }

    WireOutput.Body ofPrincipal(RestInput in) {
        return page(in, policies.attached(Fields.header(in, PRINCIPAL, "principal"), false));
    }

    WireOutput.Body targets(RestInput in) {
        return Paging.byMarker(in).texts("targets", policies.targets(in.label("policyName")));
    }

    WireOutput.Body principals(RestInput in) {
        String policy = Fields.header(in, "x-amzn-iot-policy", "policyName");
        return Paging.byMarker(in).texts("principals", policies.targets(policy));
    }

    private WireOutput.Body page(RestInput in, List<Policy> found) {
        return Paging.byMarker(in)
                .structures(
                        "policies",
                        found,
                        Policy::name,
                        (policy, item) ->
                                item.text("policyName", policy.name()).text("policyArn", policies.arn(policy.name())));
    }
}
