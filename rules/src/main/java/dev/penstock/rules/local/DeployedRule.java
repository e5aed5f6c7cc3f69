package dev.penstock.rules.local;

import dev.penstock.rules.TopicRule;
import dev.penstock.rules.action.Action;
import dev.penstock.rules.eval.Program;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule, compiled. Immutable but for its counts, which outlive a replacement of the rule. */
record DeployedRule(
        TopicRule rule,
        Program program,
        List<Action> actions,
        @Nullable Action errorAction,
        RuleTally tally) {

    DeployedRule {
        actions = List.copyOf(actions);
    }

    String name() {
        return rule.name();
    }
}
