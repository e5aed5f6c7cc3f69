package dev.penstock.rules.explain;

import dev.penstock.rules.eval.ProgramTrace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one rule did with a message.
 *
 * @param rule its name; empty for SQL without a rule
 * @param verdict a word for programs, for example {@code FIRED}, {@code WHERE_FALSE}, {@code TOPIC}, {@code DISABLED}
 * @param summary for people, to put after the name
 * @param filter the FROM filter; empty when there is none
 * @param mismatch why the topic does not match; empty when it does
 * @param payloadProblem why the payload does not count as JSON; empty when it does
 * @param trace null when the rule was not evaluated
 * @param hints what AWS accepts in the SQL but is likely not meant
 */
public record RuleExplanation(
        String rule,
        String verdict,
        String summary,
        String filter,
        String mismatch,
        String payloadProblem,
        @Nullable ProgramTrace trace,
        List<ExplainedAction> actions,
        List<String> hints) {

    public RuleExplanation {
        actions = List.copyOf(actions);
        hints = List.copyOf(hints);
    }

    public boolean fired() {
        return trace != null && trace.outcome().fired();
    }
}
