package dev.penstock.rules.local;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.Explanation;
import dev.penstock.rules.action.CompiledAction;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.FunctionFailed;
import dev.penstock.rules.eval.MessageInput;
import dev.penstock.rules.eval.ProgramTrace;
import dev.penstock.rules.explain.ExplainedAction;
import dev.penstock.rules.explain.ExplainedAction.ResolvedField;
import dev.penstock.rules.explain.ExplainedAction.State;
import dev.penstock.rules.explain.ExplainedMessage;
import dev.penstock.rules.explain.ExplanationJson;
import dev.penstock.rules.explain.ExplanationText;
import dev.penstock.rules.explain.RuleExplanation;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.Detail;
import dev.penstock.rules.spi.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates a kept message again, this time watching, and adds what its actions did. */
final class MessageExplainer {
    private final EngineParts parts;
    private final KeptMessage kept;
    private final MessageInput input;

    MessageExplainer(EngineParts parts, KeptMessage kept) {
        this.parts = parts;
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
        Evaluation evaluation = rule.program().replay(input, rule.name(), kept.answers(rule.name()));
        ProgramTrace trace = rule.program().explain(evaluation);
        List<ExplainedAction> actions = trace.outcome().fired()
                ? actions(rule, evaluation, trace.outcome().output())
                : List.of();
        return Explanations.evaluated(rule.name(), rule.program().statement(), input, trace, actions, rule.hints());
    }

    private List<ExplainedAction> actions(DeployedRule rule, Evaluation evaluation, Bytes output) {
        List<ExplainedAction> explained = new ArrayList<>();
        RuleFiring firing = new RuleFiring(parts, kept, rule, input.traceId(), 0);
        for (int i = 0; i < rule.actions().size(); i++) {
            CompiledAction action = rule.actions().get(i);
            explained.add(explained(
                    "%d %s".formatted(i + 1, action.kind()),
                    action,
                    record(rule.name(), i),
                    firing.input(known(action, evaluation), output),
                    evaluation));
        }
        ActionRecord error = record(rule.name(), ActionRecord.ERROR_ACTION);
        CompiledAction errorAction = rule.errorAction();
        if (error != null && errorAction != null) {
            explained.add(explained(
                    "on error: " + errorAction.kind(),
                    errorAction,
                    error,
                    firing.input(known(errorAction, evaluation), error.payload()),
                    evaluation));
        }
        return explained;
    }

    private static List<String> known(CompiledAction action, Evaluation evaluation) {
        try {
            return action.render(evaluation);
        } catch (FunctionFailed unknown) {
            return action.unknown();
        }
    }

    private static ExplainedAction explained(
            String label,
            CompiledAction action,
            @Nullable ActionRecord record,
            ActionInput actionInput,
            Evaluation evaluation) {
        List<ResolvedField> fields = new ArrayList<>();
        for (Field field : action.fields()) {
            fields.add(new ResolvedField(
                    field.name(),
                    field.template(),
                    actionInput.value(field),
                    action.templates().get(field.index()).explain(evaluation)));
        }
        List<Detail> request = action.action().request(actionInput);
        return record == null
                ? new ExplainedAction(label, State.OPEN, fields, request, List.of(), "")
                : new ExplainedAction(
                        label,
                        record.succeeded() ? State.SUCCEEDED : State.FAILED,
                        fields,
                        request,
                        record.details(),
                        record.error());
    }

    private @Nullable ActionRecord record(String rule, int index) {
        return kept.records().stream()
                .filter(record -> record.rule().equals(rule) && record.index() == index)
                .findFirst()
                .orElse(null);
    }
}
