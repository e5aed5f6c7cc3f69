package dev.penstock.rules.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.broker.MessageProperties;
import dev.penstock.broker.MessageProperties.UserProperty;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.MessageInput;
import dev.penstock.rules.eval.Outcome;
import dev.penstock.rules.eval.Payload;
import dev.penstock.rules.eval.Program;
import dev.penstock.rules.eval.RuleCompiler;
import dev.penstock.rules.function.FunctionRegistry;
import dev.penstock.rules.sql.RuleSql;
import dev.penstock.rules.sql.SqlVersion;
import dev.penstock.rules.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Runs one case as the engine would: filter, WHERE, SELECT, template. */
final class CaseRunner {
    private static final long NOW = 1_760_000_000_000L;
    private final FunctionRegistry functions = new FunctionRegistry();

    /** The output, or nothing when no action runs. */
    sealed interface Result {
        record Output(Bytes bytes) implements Result {}

        record NoMatch() implements Result {}

        record Refused(AwsException reason) implements Result {}
    }

    Result run(Case one) {
        try {
            return evaluate(one);
        } catch (AwsException refused) {
            return new Result.Refused(refused);
        }
    }

    private Result evaluate(Case one) {
        SqlVersion version = SqlVersion.parse(one.text("sqlVersion", ""));
        Statement statement = RuleSql.parse(one.text("sql", "SELECT * FROM '#'"), version, functions);
        Program program = new RuleCompiler(functions).compile(statement);
        Optional<String> topic = topicFor(one, statement);
        if (topic.isEmpty()) {
            return new Result.NoMatch();
        }
        Evaluation evaluation = program.begin(input(one, topic.get()), "rule");
        if (one.has("template")) {
            String text = one.text("template", "");
            var template = RuleSql.template(text, version, functions, statement.variables());
            String rendered = new RuleCompiler(functions)
                    .compile(template, statement, "t")
                    .render(evaluation);
            boolean republish = one.text("templateContext", "").equals("republish.topic");
            return new Result.Output(
                    Bytes.utf8(republish && rendered.startsWith("$$") ? rendered.substring(1) : rendered));
        }
        Outcome outcome = program.run(evaluation);
        return outcome.fired() ? new Result.Output(outcome.output()) : new Result.NoMatch();
    }

    /** What {@code topic()} says, when the rule is to look at the message. */
    private static Optional<String> topicFor(Case one, Statement statement) {
        String topic = one.text("topic", "");
        if (one.has("ruleName")) {
            String prefix = "$aws/rules/" + one.text("ruleName", "") + "/";
            return topic.startsWith(prefix) ? Optional.of(topic.substring(prefix.length())) : Optional.empty();
        }
        boolean matches =
                statement.topicFilter().map(filter -> filter.matches(topic)).orElse(one.has("template"));
        return matches ? Optional.of(topic) : Optional.empty();
    }

    private static MessageInput input(Case one, String topic) {
        boolean http = one.text("protocol", "").equals("http");
        return new MessageInput(
                topic,
                new Payload(one.payload()),
                http ? "n/a" : one.text("clientId", "client"),
                NOW,
                one.text("accountId", "000000000000"),
                one.text("traceId", "00000000-0000-4000-8000-000000000000"),
                7,
                one.text("principal", ""),
                one.text("sourceIp", ""),
                !http,
                properties(one));
    }

    private static MessageProperties properties(Case one) {
        JsonNode given = one.json().path("mqttProperties");
        JsonNode correlation = given.path("correlationDataBase64");
        List<UserProperty> user = new ArrayList<>();
        one.json()
                .path("userProperties")
                .forEach(pair -> user.add(
                        new UserProperty(pair.path(0).asText(), pair.path(1).asText())));
        return new MessageProperties(
                given.path("contentType").textValue(),
                given.path("responseTopic").textValue(),
                correlation.isMissingNode()
                        ? null
                        : Bytes.wrap(Base64.getDecoder().decode(correlation.asText())),
                given.path("payloadFormatIndicator").asInt() == 1,
                user);
    }
}
