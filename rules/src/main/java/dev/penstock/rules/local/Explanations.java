package dev.penstock.rules.local;

import dev.penstock.rules.eval.MessageInput;
import dev.penstock.rules.eval.Outcome;
import dev.penstock.rules.eval.ProgramTrace;
import dev.penstock.rules.eval.Verdict;
import dev.penstock.rules.explain.ExplainedAction;
import dev.penstock.rules.explain.RuleExplanation;
import dev.penstock.rules.sql.Statement;
import dev.penstock.rules.sql.TopicFilter;
import java.util.List;

/** Makes the explanation of one rule from what is known about it. */
final class Explanations {
    private Explanations() {}

    static RuleExplanation evaluated(
            String rule,
            Statement statement,
            MessageInput input,
            ProgramTrace trace,
            List<ExplainedAction> actions,
            List<String> hints) {
        Verdict verdict = trace.outcome().verdict();
        boolean blamesPayload = verdict == Verdict.PAYLOAD_NOT_JSON || verdict == Verdict.OUTPUT_IMPOSSIBLE;
        return new RuleExplanation(
                rule,
                verdict.name(),
                summary(trace.outcome()),
                filter(statement),
                "",
                blamesPayload ? payloadProblem(input) : "",
                trace,
                actions,
                hints);
    }

    private static String summary(Outcome outcome) {
        String text = outcome.verdict().text();
        return outcome.reason().isEmpty() ? text : text + ": " + outcome.reason();
    }

    /** The filter does not match. */
    static RuleExplanation topic(String rule, Statement statement, String topic) {
        String mismatch = statement
                .topicFilter()
                .map(filter -> filter.mismatch(topic))
                .orElse("without FROM the rule sees only what is published to $aws/rules/%s/...".formatted(rule));
        return notEvaluated(rule, statement, "TOPIC", "did not fire: the topic does not match", mismatch);
    }

    static RuleExplanation topic(DeployedRule rule, String topic) {
        return RuleSet.isBasicIngest(topic)
                ? notEvaluated(
                        rule, "TOPIC", "did not fire: the topic names another rule", "Basic Ingest runs one rule only")
                : topic(rule.name(), rule.program().statement(), topic);
    }

    static RuleExplanation notEvaluated(DeployedRule rule, String verdict, String summary, String mismatch) {
        return notEvaluated(rule.name(), rule.program().statement(), verdict, summary, mismatch);
    }

    private static RuleExplanation notEvaluated(
            String rule, Statement statement, String verdict, String summary, String mismatch) {
        return new RuleExplanation(rule, verdict, summary, filter(statement), mismatch, "", null, List.of(), List.of());
    }

    private static String filter(Statement statement) {
        return statement.topicFilter().map(TopicFilter::text).orElse("");
    }

    private static String payloadProblem(MessageInput input) {
        return input.payload().isJson()
                ? "it is an Array: SELECT * with other items needs an Object to add them to"
                : input.payload().problem();
    }
}
