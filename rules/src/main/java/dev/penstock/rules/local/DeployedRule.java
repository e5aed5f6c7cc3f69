package dev.penstock.rules.local;

import dev.penstock.rules.TopicRule;
import dev.penstock.rules.action.CompiledAction;
import dev.penstock.rules.eval.Program;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rule, compiled. Immutable but for its queues and its counts; the counts outlive a replacement of the rule.
 *
 * @param queues one for each action, in the same order
 */
record DeployedRule(
        TopicRule rule,
        Instant createdAt,
        Program program,
        List<CompiledAction> actions,
        List<ActionQueue> queues,
        @Nullable CompiledAction errorAction,
        RuleTally tally) {

    DeployedRule {
        actions = List.copyOf(actions);
        queues = List.copyOf(queues);
    }

    String name() {
        return rule.name();
    }

    /** What AWS accepts in the statement and in templates but is likely not meant. */
    List<String> hints() {
        Stream<CompiledAction> all = Stream.concat(actions.stream(), Stream.ofNullable(errorAction));
        return Stream.concat(program.statement().hints().stream(), all.flatMap(action -> action.hints().stream()))
                .toList();
    }

    /** The same rule, switched on or off; what its queues hold goes on. */
    DeployedRule withDisabled(boolean off) {
        return new DeployedRule(rule.withDisabled(off), createdAt, program, actions, queues, errorAction, tally);
    }
}
