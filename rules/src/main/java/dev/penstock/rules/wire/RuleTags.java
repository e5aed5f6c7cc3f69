package dev.penstock.rules.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.rules.RuleEngine;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The tags of rules. They change nothing; they come back as they were given. Guarded by {@code lock}. */
final class RuleTags {
    private static final int MOST = 50;
    private static final int MAX_KEY = 128;
    private static final int MAX_VALUE = 256;
    private static final String RULE = ":rule/";

    private final Object lock = new Object();
    private final RuleEngine engine;
    private final AwsIdentity identity;
    private final Map<String, Map<String, String>> byRule = new HashMap<>();

    RuleTags(RuleEngine engine, AwsIdentity identity) {
        this.engine = engine;
        this.identity = identity;
    }

    static void check(Map<String, String> tags) {
        if (tags.size() > MOST) {
            throw IotErrors.tooManyTags(MOST);
        }
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > MAX_KEY || value.length() > MAX_VALUE) {
                throw IotErrors.invalid("The tag '%s' must have a key of 1 to %d and a value of at most %d characters"
                        .formatted(key, MAX_KEY, MAX_VALUE));
            }
            if (key.startsWith("aws:")) {
                throw IotErrors.invalid("The tag '%s' must not begin with aws:".formatted(key));
            }
        });
    }

    /** A rule was created: it has these tags and none of an earlier rule of its name. */
    void begin(String ruleName, Map<String, String> tags) {
        synchronized (lock) {
            byRule.put(ruleName, new TreeMap<>(tags));
        }
    }

    /** A rule was deleted. */
    void end(String ruleName) {
        synchronized (lock) {
            byRule.remove(ruleName);
        }
    }

    /** @throws AwsException ResourceNotFoundException */
    Map<String, String> of(String arn) {
        String rule = rule(arn);
        synchronized (lock) {
            return Map.copyOf(byRule.getOrDefault(rule, Map.of()));
        }
    }

    /** @throws AwsException ResourceNotFoundException, and what the change leads to when it is against the rules */
    void change(String arn, Consumer<Map<String, String>> change) {
        String rule = rule(arn);
        synchronized (lock) {
            Map<String, String> changed = new TreeMap<>(byRule.getOrDefault(rule, Map.of()));
            change.accept(changed);
            check(changed);
            byRule.put(rule, changed);
        }
    }

    private String rule(String arn) {
        String name = arn.substring(arn.indexOf(RULE) + 1).replaceFirst("^rule/", "");
        boolean ours = arn.equals(RuleOperations.arn(identity, name));
        if (!ours || engine.rule(name).isEmpty()) {
            throw IotErrors.noResource(arn);
        }
        return name;
    }
}
