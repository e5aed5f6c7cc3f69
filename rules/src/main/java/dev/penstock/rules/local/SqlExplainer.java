package dev.penstock.rules.local;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.Explanation;
import dev.penstock.rules.eval.MessageInput;
import dev.penstock.rules.eval.Payload;
import dev.penstock.rules.eval.Program;
import dev.penstock.rules.eval.ProgramTrace;
import dev.penstock.rules.eval.Randomness;
import dev.penstock.rules.eval.RuleCompiler;
import dev.penstock.rules.explain.ExplainedMessage;
import dev.penstock.rules.explain.ExplanationJson;
import dev.penstock.rules.explain.ExplanationText;
import dev.penstock.rules.explain.RuleExplanation;
import dev.penstock.rules.function.FunctionRegistry;
import dev.penstock.rules.sql.RuleSql;
import dev.penstock.rules.sql.SqlVersion;
import dev.penstock.rules.sql.Statement;
import java.time.Instant;
import java.util.List;

/** Explains a statement for a message without an engine. */
public final class SqlExplainer {
    private SqlExplainer() {}

    /** As {@link dev.penstock.rules.Rules#explain}. */
    public static Explanation explain(
            String sql, String sqlVersion, String topic, Bytes payload, String clientId, Instant now) {
        FunctionRegistry functions = new FunctionRegistry();
        Statement statement = RuleSql.parse(sql, SqlVersion.parse(sqlVersion), functions);
        RuleExplanation rule = explain(statement, functions, topic, payload, clientId, now);
        ExplainedMessage message = new ExplainedMessage("", topic, clientId, now, payload);
        return new Explanation(ExplanationText.of(message, List.of(rule)), ExplanationJson.of(message, List.of(rule)));
    }

    private static RuleExplanation explain(
            Statement statement,
            FunctionRegistry functions,
            String topic,
            Bytes payload,
            String clientId,
            Instant now) {
        boolean matches =
                statement.topicFilter().map(filter -> filter.matches(topic)).orElse(true);
        if (!matches && !RuleSet.isBasicIngest(topic)) {
            return Explanations.topic("", statement, topic);
        }
        long seed = now.toEpochMilli();
        MessageInput input = new MessageInput(
                RuleSet.seenTopic(topic),
                new Payload(payload),
                clientId,
                now.toEpochMilli(),
                AwsIdentity.DEFAULT.account(),
                Randomness.uuid(seed, 1).toString(),
                seed);
        Program program = new RuleCompiler(functions).compile(statement);
        ProgramTrace trace = program.explain(program.begin(input, ""));
        return Explanations.evaluated("", statement, input, trace, List.of(), statement.hints());
    }
}
