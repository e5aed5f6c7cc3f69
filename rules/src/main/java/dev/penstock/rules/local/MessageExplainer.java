package dev.penstock.rules.local;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.rules.Explanation;
import dev.penstock.rules.action.Action;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.MessageInput;
import dev.penstock.rules.eval.ProgramTrace;
import dev.penstock.rules.explain.ExplainedAction;
import dev.penstock.rules.explain.ExplainedAction.ResolvedField;
import dev.penstock.rules.explain.ExplainedAction.State;
import dev.penstock.rules.explain.ExplainedMessage;
import dev.penstock.rules.explain.ExplanationJson;
import dev.penstock.rules.explain.ExplanationText;
import dev.penstock.rules.explain.RuleExplanation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates a kept message again, this time watching, and adds what its actions did. */
final class MessageExplainer {
    private final KeptMessage kept;
    private final MessageInput input;

    MessageExplainer(EngineParts parts, KeptMessage kept) {
        this.kept = kept;
        input = parts.input(kept.message(), kept.seed());
    }

    /** Rules that fired first, then those whose filter matched, then the others; each group by name. */
    Explanation explain() {
        List<RuleExplanation> rules = kept.rules().all().stream()
                .map(this::explain)
                .sorted(Comparator.comparingInt(MessageExplainer::rank))
                .toList();
        PublishedMessage message = kept.message();
        ExplainedMessage head = new ExplainedMessage(
                message.id(), message.topic(), message.clientId(), message.receivedAt(), message.payload());
        return new Explanation(ExplanationText.of(head, rules), ExplanationJson.of(head, rules));
    }

    private static int rank(RuleExplanation rule) {
        return rule.fired() ? 0 : rule.trace() != null ? 1 : 2;
    }

    private RuleExplanation explain(DeployedRule rule) {
        if (rule.rule().disabled()) {
            return Explanations.notEvaluated(rule, "DISABLED", "did not fire: it is disabled", "");
        }
        String topic = kept.message().topic();
        if (kept.rules().matching(topic).contains(rule)) {
            return evaluated(rule);
        }
        return Explanations.topic(rule, topic);
    }

    private RuleExplanation evaluated(DeployedRule rule) {
        Evaluation evaluation = rule.program().begin(input, rule.name());
        ProgramTrace trace = rule.program().explain(evaluation);
        List<ExplainedAction> actions = trace.outcome().fired() ? actions(rule, evaluation) : List.of();
        return Explanations.evaluated(rule.name(), rule.program().statement(), input, trace, actions);
    }

    private List<ExplainedAction> actions(DeployedRule rule, Evaluation evaluation) {
        List<ExplainedAction> explained = new ArrayList<>();
        boolean earlierIsOpen = false;
        for (int i = 0; i < rule.actions().size(); i++) {
            ActionRecord record = record(rule.name(), i);
            State state = record != null
                    ? record.succeeded() ? State.SUCCEEDED : State.FAILED
                    : earlierIsOpen ? State.NOT_STARTED : State.RUNNING;
            earlierIsOpen |= record == null;
            Action action = rule.actions().get(i);
            explained.add(explained("%d %s".formatted(i + 1, action.kind()), action, state, record, evaluation));
        }
        ActionRecord error = record(rule.name(), ActionRecord.ERROR_ACTION);
        if (error != null && rule.errorAction() != null) {
            explained.add(explained(
                    "on error: " + rule.errorAction().kind(),
                    rule.errorAction(),
                    error.succeeded() ? State.SUCCEEDED : State.FAILED,
                    error,
                    evaluation));
        }
        return explained;
    }

    private static ExplainedAction explained(
            String label, Action action, State state, @Nullable ActionRecord record, Evaluation evaluation) {
        List<ResolvedField> fields = action.fields().stream()
                .map(field -> new ResolvedField(
                        field.name(),
                        field.template().text(),
                        field.template().render(evaluation),
                        field.template().explain(evaluation)))
                .toList();
        return record == null
                ? new ExplainedAction(label, state, fields, List.of(), "")
                : new ExplainedAction(label, state, fields, record.details(), record.error());
    }

    private @Nullable ActionRecord record(String rule, int index) {
        return kept.records().stream()
                .filter(record -> record.rule().equals(rule) && record.index() == index)
                .findFirst()
                .orElse(null);
    }
}
