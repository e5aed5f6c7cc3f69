package dev.penstock.broker.wire;

import dev.penstock.broker.identity.IdentityErrors;
import dev.penstock.broker.identity.Policies;
import dev.penstock.broker.identity.Policy;
import dev.penstock.broker.identity.Registry;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Policies and their versions. */
final class PolicyOperations {
    private static final String DOCUMENT = "policyDocument";

    private final Policies policies;

    PolicyOperations(Registry registry) {
        policies = registry.policies();
    }

    WireOutput.Body create(RestInput in) {
        WireInput body = in.json();
        Fields.refuseTags(body);
        Policy policy = policies.create(in.label("policyName"), Fields.needed(body, DOCUMENT));
        return out -> names(policy, out)
                .text(DOCUMENT, policy.document().text())
                .text("policyVersionId", Integer.toString(policy.newest()));
    }

    WireOutput.Body get(RestInput in) {
        Policy policy = policies.get(in.label("policyName"));
        return out -> names(policy, out)
                .text(DOCUMENT, policy.document().text())
                .text("defaultVersionId", Integer.toString(policy.defaultVersion()))
                .timestamp("creationDate", policy.createdAt())
                .timestamp("lastModifiedDate", policy.modifiedAt())
                .text("generationId", policy.generationId());
    }

    WireOutput.Body list(RestInput in) {
        return Paging.byMarker(in)
                .structures("policies", policies.all(), Policy::name, (policy, item) -> names(policy, item));
    }

    WireOutput.Body delete(RestInput in) {
        policies.delete(in.label("policyName"));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body createVersion(RestInput in) {
        boolean asDefault = Fields.flag(in, "setAsDefault");
        String document = Fields.needed(in.json(), DOCUMENT);
        Policy policy = policies.createVersion(in.label("policyName"), document, asDefault);
        return out -> out.text("policyArn", policies.arn(policy.name()))
                .text(DOCUMENT, document)
                .text("policyVersionId", Integer.toString(policy.newest()))
                .bool("isDefaultVersion", asDefault);
    }

    WireOutput.Body getVersion(RestInput in) {
        int number = number(in);
        Policy policy = policies.get(in.label("policyName"));
        Policy.Version version = policies.version(policy.name(), number);
        return out -> names(policy, out)
                .text(DOCUMENT, version.document().text())
                .text("policyVersionId", Integer.toString(number))
                .bool("isDefaultVersion", number == policy.defaultVersion())
                .timestamp("creationDate", version.createdAt())
                .timestamp("lastModifiedDate", policy.modifiedAt())
                .text("generationId", policy.generationId());
    }

    /** All in one page: there are at most five. */
    WireOutput.Body listVersions(RestInput in) {
        Policy policy = policies.get(in.label("policyName"));
        List<Map.Entry<Integer, Policy.Version>> newestFirst =
                new ArrayList<>(policy.versions().entrySet());
        Collections.reverse(newestFirst);
        return out -> out.structures(
                "policyVersions",
                newestFirst,
                (version, item) -> item.text("versionId", Integer.toString(version.getKey()))
                        .bool("isDefaultVersion", version.getKey() == policy.defaultVersion())
                        .timestamp("createDate", version.getValue().createdAt()));
    }

    WireOutput.Body setDefault(RestInput in) {
        policies.setDefaultVersion(in.label("policyName"), number(in));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body deleteVersion(RestInput in) {
        policies.deleteVersion(in.label("policyName"), number(in));
        return WireOutput.Body.NONE;
    }

    private static int number(RestInput in) {
        String text = in.label("policyVersionId");
        if (!text.matches("\\d{1,9}")) {
            throw IdentityErrors.invalid("policyVersionId must be a number, not '%s'".formatted(text));
        }
        return Integer.parseInt(text);
    }

    private WireOutput names(Policy policy, WireOutput out) throws IOException {
        return out.text("policyName", policy.name()).text("policyArn", policies.arn(policy.name()));
    }
}
