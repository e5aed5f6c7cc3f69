package dev.penstock.rules.local;

import static dev.penstock.rules.local.EngineFixture.json;
import static dev.penstock.rules.local.EngineFixture.kinesis;
import static dev.penstock.rules.local.EngineFixture.republish;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.logs.LogGroups;
import dev.penstock.platform.time.TestTime;
import dev.penstock.rules.ExternalServices;
import dev.penstock.rules.LoggingOptions;
import dev.penstock.rules.LoggingOptions.Level;
import dev.penstock.rules.RuleEngine;
import dev.penstock.rules.RuleTargets;
import dev.penstock.rules.Rules;
import dev.penstock.rules.TopicRule;
import dev.penstock.rules.TopicRule.ActionSpec;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleLogTest {
    private final TestTime time = TestTime.at("2026-01-01T00:00:00.007Z");
    private final LogGroups logs = new LogGroups(AwsIdentity.DEFAULT, time, 1 << 20);
    private final ControlledStreams streams = new ControlledStreams();
    private final LoopbackBroker broker = new LoopbackBroker(time);
    private final CompletableFuture<Bytes> answer = new CompletableFuture<>();
    private final RuleEngine engine = Rules.local(
            AwsIdentity.DEFAULT,
            time,
            RuleTargets.of(streams, broker)
                    .withLogs(logs)
                    .withExternal(ExternalServices.NONE.withFunctions((arn, event) -> answer)),
            EngineFixture.settings(1, 16));

    @BeforeEach
    void start() {
        broker.onPublish(engine);
        engine.start();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void matchAndExecutionAreWrittenAsAwsDoes() {
        rule("alert", "SELECT * FROM 'a/+'", republish("to/${topic(2)}"));

        publish("a/b", "{}");

        List<JsonNode> events = events();
        assertThat(events).hasSize(2);
        String traceId = events.get(0).path("traceId").asText();
        assertThat(traceId).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(events.get(0)).isEqualTo(json("""
                                {"timestamp":"2026-01-01 00:00:00.007","logLevel":"INFO","traceId":"%s",\
                                "accountId":"000000000000","status":"Success","eventType":"RuleMatch","clientId":"device",\
                                "topicName":"a/b","ruleName":"alert","principalId":"N/A"}""".formatted(traceId)));
        assertThat(events.get(1)).isEqualTo(json("""
                                {"timestamp":"2026-01-01 00:00:00.007","logLevel":"INFO","traceId":"%s",\
                                "accountId":"000000000000","status":"Success","eventType":"RuleExecution",\
                                "clientId":"device","topicName":"a/b","ruleName":"alert",\
                                "ruleAction":"RepublishAction","resources":{"RepublishTopic":"to/b"},\
                                "principalId":"N/A"}""".formatted(traceId)));
    }

    @Test
    void failedActionIsAnErrorWithDetails() {
        rule("bad", "SELECT * FROM 'a'", kinesis("events", "k"));
        streams.failNext(new AwsException("ResourceNotFoundException", 400, "Stream events not found."));

        publish("a", "{}");

        JsonNode execution = events().get(1);
        assertThat(execution.path("logLevel").asText()).isEqualTo("ERROR");
        assertThat(execution.path("status").asText()).isEqualTo("Failure");
        assertThat(execution.path("ruleAction").asText()).isEqualTo("KinesisAction");
        assertThat(execution.path("details").asText()).isEqualTo("ResourceNotFoundException: Stream events not found.");
        assertThat(execution.path("resources")).isEqualTo(json("{\"StreamName\":\"events\"}"));
    }

    @Test
    void ruleThatDidNotFireIsMarkedAsOurOwnEvent() {
        rule("hot", "SELECT * FROM 'a' WHERE temperature > 50", republish("b"));

        publish("a", "{\"temperature\":1}");
        publish("a", "{}");
        publish("a", "{\"temperature\":");

        assertThat(types())
                .containsExactly(
                        "RuleMatch",
                        "Penstock.RuleNotFired",
                        "RuleMatch",
                        "Penstock.RuleNotFired",
                        "RuleMatch",
                        "Penstock.RuleNotFired");
        assertThat(events())
                .filteredOn(event -> event.has("reason"))
                .extracting(event -> event.path("logLevel").asText() + " "
                        + event.path("reason").asText())
                .containsExactly("INFO WHERE_FALSE", "INFO WHERE_UNDEFINED", "WARN PAYLOAD_NOT_JSON");
    }

    @Test
    void basicIngestToNobodyIsRuleNotFound() {
        publish("$aws/rules/nobody/x", "{}");

        JsonNode event = events().get(0);
        assertThat(event.path("eventType").asText()).isEqualTo("RuleNotFound");
        assertThat(event.path("logLevel").asText()).isEqualTo("ERROR");
        assertThat(event.path("ruleName").asText()).isEqualTo("nobody");
        assertThat(event.path("reason").asText()).isEqualTo("RuleNotFound");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "DEBUG, false, 'RuleMatch StartingRuleExecution RuleExecution RuleNotFound'",
        "INFO, false, 'RuleMatch RuleExecution RuleNotFound'",
        "WARN, false, RuleNotFound",
        "ERROR, false, RuleNotFound",
        "DISABLED, false, ''",
        "DEBUG, true, ''",
    })
    void levelDecidesWhatIsWritten(Level level, boolean disabled, String written) {
        rule("r", "SELECT * FROM 'a'", republish("b"));
        engine.setLoggingOptions(new LoggingOptions(null, level, disabled));

        publish("a", "{}");
        publish("$aws/rules/nobody/x", "{}");

        assertThat(String.join(" ", types())).isEqualTo(written);
    }

    @Test
    void functionOfAnotherServiceIsAnEventOfItsOwn() {
        engine.setLoggingOptions(new LoggingOptions(null, Level.DEBUG, false));
        rule("ask", "SELECT aws_lambda('arn:aws:lambda:us-east-1:000000000000:function:f', {}) AS v FROM 'a'");
        answer.complete(Bytes.utf8("7"));

        publish("a", "{}");

        JsonNode event = events().get(1);
        assertThat(event.path("eventType").asText()).isEqualTo("FunctionExecution");
        assertThat(event.path("logLevel").asText()).isEqualTo("DEBUG");
        assertThat(event.path("clientId").asText()).isEqualTo("N/A");
        assertThat(event.path("ruleAction").asText()).isEqualTo("AwsLambda");
        assertThat(event.has("reason")).isFalse();
    }

    @Test
    void failedFunctionSaysWhy() {
        rule("ask", "SELECT aws_lambda('arn:aws:lambda:us-east-1:000000000000:function:f', {}) AS v FROM 'a'");
        answer.completeExceptionally(new AwsException("ResourceNotFoundException", 404, "Function not found"));

        publish("a", "{}");

        assertThat(types()).contains("FunctionExecution");
        JsonNode event = events().stream()
                .filter(one -> one.path("eventType").asText().equals("FunctionExecution"))
                .findFirst()
                .orElseThrow();
        assertThat(event.path("logLevel").asText()).isEqualTo("ERROR");
        assertThat(event.path("reason").asText()).contains("Function not found");
    }

    @Test
    void republishedMessageHasNoClient() {
        rule("first", "SELECT * FROM 'a'", republish("b"));
        rule("second", "SELECT * FROM 'b'", republish("c"));

        publish("a", "{}");

        assertThat(events())
                .filteredOn(event -> event.path("ruleName").asText().equals("second"))
                .isNotEmpty()
                .allMatch(event -> event.path("clientId").asText().equals("N/A"));
    }

    private void rule(String name, String sql, ActionSpec... actions) {
        engine.create(new TopicRule(name, sql, EngineFixture.V2, false, List.of(actions), null));
    }

    private void publish(String topic, String payload) {
        broker.publish(topic, payload, "device").toCompletableFuture().join();
        time.settle();
    }

    private List<String> types() {
        return events().stream().map(event -> event.path("eventType").asText()).toList();
    }

    private List<JsonNode> events() {
        return logs.lines(RuleLog.GROUP).stream()
                .map(line -> json(line.message()))
                .toList();
    }
}
