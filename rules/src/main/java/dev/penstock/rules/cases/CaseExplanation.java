package dev.penstock.rules.cases;

import dev.penstock.rules.eval.CompiledTemplate;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Explained;
import dev.penstock.rules.eval.FunctionFailed;
import dev.penstock.rules.eval.Outcome;
import dev.penstock.rules.eval.Payload;
import dev.penstock.rules.eval.Program;
import dev.penstock.rules.eval.ProgramTrace;
import dev.penstock.rules.eval.Verdict;
import dev.penstock.rules.explain.ExplainedMessage;
import dev.penstock.rules.explain.ExplanationText;
import dev.penstock.rules.explain.RuleExplanation;
import dev.penstock.rules.sql.Statement;
import dev.penstock.rules.sql.TopicFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a case gave what it gave, as text; what external functions answered is shown, not asked again. */
final class CaseExplanation {
    private final ExplainedMessage message;
    private final String rule;

    CaseExplanation(CaseMessage message, String rule) {
        this.message = new ExplainedMessage(
                "", message.topic(), message.seenClientId(), message.receivedAt(), message.payload());
        this.rule = rule;
    }

    /** The verdict with its reason. */
    static String summary(Outcome outcome) {
        return outcome.reason().isEmpty()
                ? outcome.verdict().text()
                : "%s: %s".formatted(outcome.verdict().text(), outcome.reason());
    }

    String ofTopic(Statement statement) {
        String mismatch = statement
                .topicFilter()
                .map(filter -> filter.mismatch(message.topic()))
                .orElse("without FROM a rule sees only what is published to $aws/rules/%s/..."
                        .formatted(rule.isEmpty() ? "<ruleName>" : rule));
        return text(statement, "TOPIC", "did not fire: the topic does not match", mismatch, "", null);
    }

    String ofRule(Program program, Evaluation evaluation) {
        ProgramTrace trace = program.explain(evaluation);
        Verdict verdict = trace.outcome().verdict();
        boolean blamesPayload = verdict == Verdict.PAYLOAD_NOT_JSON || verdict == Verdict.OUTPUT_IMPOSSIBLE;
        String problem = blamesPayload ? problem(evaluation.message().payload()) : "";
        return text(program.statement(), verdict.name(), summary(trace.outcome()), "", problem, trace);
    }

    String ofTemplate(CompiledTemplate template, Evaluation evaluation) {
        List<Explained> holes = template.explain(evaluation);
        try {
            return ExplanationText.ofTemplate(message, template.text(), template.render(evaluation), holes);
        } catch (FunctionFailed failed) {
            return ExplanationText.ofTemplate(message, template.text(), "nothing: " + failed.reason(), holes);
        }
    }

    private String text(
            Statement statement,
            String verdict,
            String summary,
            String mismatch,
            String payloadProblem,
            @Nullable ProgramTrace trace) {
        String filter = statement.topicFilter().map(TopicFilter::text).orElse("");
        RuleExplanation explanation = new RuleExplanation(
                rule, verdict, summary, filter, mismatch, payloadProblem, trace, List.of(), statement.hints());
        return ExplanationText.of(message, List.of(explanation));
    }

    private static String problem(Payload payload) {
        return payload.isJson()
                ? "it is an Array: SELECT * with other items needs an Object to add them to"
                : payload.problem();
    }
}
