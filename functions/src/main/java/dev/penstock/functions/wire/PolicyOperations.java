package dev.penstock.functions.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.functions.FunctionCatalog;
import dev.penstock.functions.FunctionDescription;
import dev.penstock.functions.FunctionReference;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** AddPermission, RemovePermission, GetPolicy. */
final class PolicyOperations {
    private static final Pattern SID = Pattern.compile("([a-zA-Z0-9-_]+)");
    private static final Pattern ACTION = Pattern.compile("(lambda:[*]|lambda:[a-zA-Z]+|[*])");
    private static final Pattern PRINCIPAL = Pattern.compile("[^\\s]+");
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final int MAX_SID = 100;

    private final FunctionCatalog catalog;
    private final FunctionStates<Policy> policies;

    PolicyOperations(FunctionCatalog catalog, FunctionStates<Policy> policies) {
        this.catalog = catalog;
        this.policies = policies;
    }

    WireOutput.Body add(RestInput in) {
        WireInput body = in.json();
        new Violations()
                .required("statementId", body.text("StatementId"))
                .length("statementId", body.text("StatementId"), 1, MAX_SID)
                .pattern("statementId", body.text("StatementId"), SID)
                .required("action", body.text("Action"))
                .pattern("action", body.text("Action"), ACTION)
                .required("principal", body.text("Principal"))
                .pattern("principal", body.text("Principal"), PRINCIPAL)
                .pattern("sourceAccount", body.text("SourceAccount"), ACCOUNT)
                .oneOf("functionUrlAuthType", body.text("FunctionUrlAuthType"), List.of("NONE", "AWS_IAM"))
                .refuse();
        String id = body.text("StatementId").orElseThrow();
        Target target = target(in);
        Policy now = policies.get(target.arn).orElse(Policy.NONE);
        checkRevision(body.text("RevisionId"), now, target);
        if (now.statements().containsKey(id)) {
            throw LambdaErrors.conflict(
                    ("The statement id (%s) provided already exists. Please provide a new statement id,"
                                    + " or remove the existing statement.")
                            .formatted(id));
        }
        JsonNode statement = statement(body, target.arn);
        policies.put(target.arn, now.with(revision(), id, statement));
        return out -> out.text("Statement", statement.toString());
    }

    private static JsonNode statement(WireInput body, String resource) {
        ObjectNode statement = Json.MAPPER
                .createObjectNode()
                .put("Sid", body.text("StatementId").orElseThrow())
                .put("Effect", "Allow");
        principal(body.text("Principal").orElseThrow(), statement);
        statement.put("Action", body.text("Action").orElseThrow()).put("Resource", resource);
        ObjectNode condition = Json.MAPPER.createObjectNode();
        equal(condition, "lambda:FunctionUrlAuthType", body.text("FunctionUrlAuthType"));
        equal(condition, "AWS:SourceAccount", body.text("SourceAccount"));
        equal(condition, "lambda:EventSourceToken", body.text("EventSourceToken"));
        equal(condition, "aws:PrincipalOrgID", body.text("PrincipalOrgID"));
        body.bool("InvokedViaFunctionUrl")
                .ifPresent(only ->
                        condition.withObjectProperty("Bool").put("lambda:InvokedViaFunctionUrl", only.toString()));
        body.text("SourceArn")
                .ifPresent(arn -> condition.withObjectProperty("ArnLike").put("AWS:SourceArn", arn));
        if (!condition.isEmpty()) {
            statement.set("Condition", condition);
        }
        return statement;
    }

    private static void equal(ObjectNode condition, String key, Optional<String> value) {
        value.ifPresent(text -> condition.withObjectProperty("StringEquals").put(key, text));
    }

    private static void principal(String principal, ObjectNode statement) {
        if (principal.equals("*")) {
            statement.put("Principal", principal);
        } else if (ACCOUNT.matcher(principal).matches()) {
            statement.withObjectProperty("Principal").put("AWS", "arn:aws:iam::%s:root".formatted(principal));
        } else {
            statement.withObjectProperty("Principal").put(principal.startsWith("arn:") ? "AWS" : "Service", principal);
        }
    }

    WireOutput.Body remove(RestInput in) {
        Target target = target(in);
        String id = in.label("StatementId");
        Policy now = policies.get(target.arn)
                .orElseThrow(() -> LambdaErrors.notFound("No policy is associated with the given resource."));
        checkRevision(in.query("RevisionId"), now, target);
        if (!now.statements().containsKey(id)) {
            throw LambdaErrors.notFound("Statement %s is not found in resource policy.".formatted(id));
        }
        Policy rest = now.without(revision(), id);
        if (rest.statements().isEmpty()) {
            policies.remove(target.arn);
        } else {
            policies.put(target.arn, rest);
        }
        return WireOutput.Body.NONE;
    }

    WireOutput.Body get(RestInput in) {
        Policy policy = policies.get(target(in).arn).orElseThrow(LambdaErrors::noResource);
        return out -> out.text("Policy", policy.document()).text("RevisionId", policy.revisionId());
    }

    /** The revision of the policy or of what it is for: callers have either. */
    private static void checkRevision(Optional<String> given, Policy policy, Target target) {
        given.filter(text -> !text.isEmpty()
                        && !text.equals(policy.revisionId())
                        && !text.equals(target.function.revisionId()))
                .ifPresent(other -> {
                    throw LambdaErrors.otherRevision();
                });
    }

    private static String revision() {
        return UUID.randomUUID().toString();
    }

    private Target target(RestInput in) {
        String function = FunctionNames.of(in);
        FunctionDescription found = catalog.describe(function);
        String qualifier = FunctionReference.parse(function).qualifier();
        if (qualifier.equals(FunctionReference.LATEST)) {
            throw LambdaErrors.invalid(
                    "We currently do not support adding policies for $LATEST. Leave the qualifier away.");
        }
        String plain = FunctionArns.plain(found);
        return new Target(found, qualifier.isEmpty() ? plain : plain + ":" + qualifier);
    }

    private record Target(FunctionDescription function, String arn) {}
}
