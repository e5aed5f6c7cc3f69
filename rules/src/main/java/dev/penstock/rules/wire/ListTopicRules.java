package dev.penstock.rules.wire;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.rules.CreatedRule;
import dev.penstock.rules.RuleEngine;
import dev.penstock.rules.sql.TopicFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

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
        int most = maxResults(in);
        Optional<String> topic = in.query("topic");
        Optional<Boolean> disabled = in.query("ruleDisabled").map(ListTopicRules::flag);
        String last = in.query("nextToken").map(ListTopicRules::name).orElse("");
        List<CreatedRule> after = engine.rules().stream()
                .filter(rule -> rule.rule().name().compareTo(last) > 0)
                .filter(rule -> topic.isEmpty() || sees(rule.topicFilter(), topic.get()))
                .filter(rule -> disabled.isEmpty() || rule.rule().disabled() == disabled.get())
                .toList();
        List<CreatedRule> page = after.subList(0, Math.min(most, after.size()));
        return out -> {
            out.structures("rules", page, this::write);
            if (page.size() < after.size()) {
                out.text("nextToken", token(page.get(page.size() - 1).rule().name()));
            }
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

    private static int maxResults(RestInput in) {
        String text = in.query("maxResults").orElse(Integer.toString(MOST));
        int most = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        if (most < 1 || most > MOST) {
            throw IotErrors.violates(text, "maxResults", "Member must have value between 1 and " + MOST);
        }
        return most;
    }

    private static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw IotErrors.invalid("ruleDisabled must be true or false, not '%s'".formatted(text));
        }
        return text.equals("true");
    }

    private static String token(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String name(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw IotErrors.invalid("The nextToken '%s' was not issued by ListTopicRules".formatted(token));
        }
    }
}
