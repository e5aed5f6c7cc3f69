package dev.penstock.rules.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.rules.CreatedRule;
import dev.penstock.rules.RuleEngine;
import dev.penstock.rules.TopicRule;
import java.util.Map;
import java.util.function.Consumer;

/**
 * CreateTopicRule, ReplaceTopicRule, GetTopicRule, EnableTopicRule, DisableTopicRule, DeleteTopicRule. A rule that is not
 * there is an UnauthorizedException, as in AWS; infrastructure tools rely on it. Deleting it succeeds.
 */
final class RuleOperations {
    private static final String TAGS = "x-amz-tagging";

    private final RuleEngine engine;
    private final AwsIdentity identity;
    private final RuleTags tags;

    RuleOperations(RuleEngine engine, AwsIdentity identity, RuleTags tags) {
        this.engine = engine;
        this.identity = identity;
        this.tags = tags;
    }

    WireOutput.Body create(RestInput in) {
        TopicRule rule = RulePayload.read(in);
        Map<String, String> given = in.headerParameters(TAGS);
        RuleTags.check(given);
        try {
            engine.create(rule);
        } catch (AwsException refusal) {
            throw refusal.code().equals("ResourceAlreadyExistsException")
                    ? refusal.with("resourceId", rule.name()).with("resourceArn", arn(identity, rule.name()))
                    : refusal;
        }
        tags.begin(rule.name(), given);
        return WireOutput.Body.NONE;
    }

    WireOutput.Body replace(RestInput in) {
        TopicRule rule = RulePayload.read(in);
        onExisting(rule.name(), name -> engine.replace(rule));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body get(RestInput in) {
        String name = RulePayload.ruleName(in);
        CreatedRule found = engine.rule(name).orElseThrow(() -> IotErrors.denied(name));
        return out -> out.text("ruleArn", arn(identity, name)).structure("rule", rule -> {
            rule.text("ruleName", name).timestamp("createdAt", found.createdAt());
            RulePayload.write(found.rule(), rule);
        });
    }

    WireOutput.Body enable(RestInput in) {
        onExisting(RulePayload.ruleName(in), engine::enable);
        return WireOutput.Body.NONE;
    }

    WireOutput.Body disable(RestInput in) {
        onExisting(RulePayload.ruleName(in), engine::disable);
        return WireOutput.Body.NONE;
    }

    WireOutput.Body delete(RestInput in) {
        String name = RulePayload.ruleName(in);
        engine.delete(name);
        tags.end(name);
        return WireOutput.Body.NONE;
    }

    private void onExisting(String name, Consumer<String> change) {
        if (engine.rule(name).isEmpty()) {
            throw IotErrors.denied(name);
        }
        change.accept(name);
    }

    static String arn(AwsIdentity identity, String ruleName) {
        return identity.arn("iot", "rule/" + ruleName).toString();
    }
}
