package dev.penstock.rules.wire;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.rules.CreatedRule;
import dev.penstock.rules.RuleEngine;
import dev.penstock.rules.sql.TopicFilter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lists rules by name, page by page: all of them, those that see a topic (or have it as their filter), those that are
 * disabled or not.
 */
final class ListTopicRules {
    private static final int MOST = 10_000;

    private final RuleEngine engine;
    private final AwsIdentity identity;

    ListTopicRules(RuleEngine engine, AwsIdentity identity) {
        this.engine = engine;
        this.identity = identity;
    }

    WireOutput.Body call(RestInput in) {
        Paging paging = Paging.read(in, MOST);
        Optional<String> topic = in.query("topic");
        Optional<Boolean> disabled = in.query("ruleDisabled").map(ListTopicRules::flag);
        Function<CreatedRule, String> key = rule -> rule.rule().name();
        List<CreatedRule> after = engine.rules().stream()
                .filter(rule -> rule.rule().name().compareTo(paging.last()) > 0)
                .filter(rule -> topic.isEmpty() || sees(rule.topicFilter(), topic.get()))
                .filter(rule -> disabled.isEmpty() || rule.rule().disabled() == disabled.get())
                .toList();
        List<CreatedRule> page = paging.page(after);
        return out -> {
            out.structures("rules", page, this::write);
            paging.writeToken(out, after, key);
        };
    }

    private void write(CreatedRule rule, WireOutput out) throws IOException {
        String name = rule.rule().name();
        out.text("ruleArn", RuleOperations.arn(identity, name))
                .text("ruleName", name)
                .text("topicPattern", rule.topicFilter())
                .timestamp("createdAt", rule.createdAt())
                .bool("ruleDisabled", rule.rule().disabled());
    }

    private static boolean sees(String filter, String topic) {
        return filter.equals(topic)
                || (!filter.isEmpty() && TopicFilter.of(filter).matches(topic));
    }

    private static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw IotErrors.invalid("ruleDisabled must be true or false, not '%s'".formatted(text));
        }
        return text.equals("true");
    }
}
