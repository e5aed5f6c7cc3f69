package dev.penstock.rules.local;

import dev.penstock.rules.action.CompiledAction;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.FunctionFailed;
import dev.penstock.rules.eval.MessageInput;
import dev.penstock.rules.eval.Outcome;
import dev.penstock.rules.eval.Suspended;
import dev.penstock.rules.eval.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule whose filter matches, at work on one message: its statement, and when that fires the fields of its actions.
 * Used by the lane's thread.
 */
final class RuleEvaluation {
    private final EngineParts parts;
    private final KeptMessage kept;
    private final DeployedRule rule;
    private final MessageInput input;
    private final RuleFiring firing;
    private final Evaluation evaluation;
    private final List<ActionRun> runs = new ArrayList<>();
    private @Nullable Outcome outcome;

    RuleEvaluation(EngineParts parts, KeptMessage kept, DeployedRule rule, MessageInput input, int depth) {
        this.parts = parts;
        this.kept = kept;
        this.rule = rule;
        this.input = input;
        firing = new RuleFiring(parts, kept, rule, input.traceId(), depth);
        evaluation = rule.program().begin(input, rule.name());
    }

    DeployedRule rule() {
        return rule;
    }

    /**
     * Goes on as far as possible.
     *
     * @return what is to be run, one for each action; nothing when the rule did not fire
     * @throws Suspended while an external function has not answered; call it again later
     */
    List<ActionRun> proceed() {
        if (outcome == null) {
            outcome = decide();
        }
        if (outcome.fired()) {
            while (runs.size() < rule.actions().size()) {
                runs.add(prepare(runs.size(), outcome));
            }
        }
        if (!evaluation.answers().isEmpty()) {
            parts.ring().answered(kept, rule.name(), evaluation.answers());
            parts.events().functionsAnswered(rule, kept, evaluation.answers());
        }
        return runs;
    }

    private Outcome decide() {
        Outcome decided = rule.program().run(evaluation);
        if (decided.fired()) {
            rule.tally().matched();
            if (rule.program().lacksMembers(input)) {
                warn(
                        "fired without members: the payload is not JSON",
                        input.payload().problem());
            }
        } else {
            parts.events().notFired(rule, kept, decided.verdict());
            complain(decided);
        }
        return decided;
    }

    private ActionRun prepare(int index, Outcome fired) {
        CompiledAction action = rule.actions().get(index);
        try {
            return new ActionRun(firing, index, firing.input(action.render(evaluation), fired.output()), "");
        } catch (FunctionFailed failed) {
            return new ActionRun(firing, index, firing.input(action.unknown(), fired.output()), failed.reason());
        }
    }

    /** What AWS counts as an error and not as a decision of the rule. */
    private void complain(Outcome decided) {
        Verdict verdict = decided.verdict();
        boolean failed = verdict == Verdict.FUNCTION_FAILED;
        if (failed || verdict == Verdict.PAYLOAD_NOT_JSON || verdict == Verdict.OUTPUT_IMPOSSIBLE) {
            warn(verdict.text(), failed ? decided.reason() : input.payload().problem());
        }
    }

    private void warn(String what, String reason) {
        parts.complaints()
                .warn(
                        rule.name(),
                        "rule %s %s (message %s on '%s': %s); the message is acknowledged all the same, as in AWS"
                                .formatted(
                                        rule.name(),
                                        what,
                                        kept.message().id(),
                                        kept.message().topic(),
                                        reason));
    }
}
