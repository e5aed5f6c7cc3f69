package dev.penstock.rules.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.TestTime;
import dev.penstock.rules.ExternalServices;
import dev.penstock.rules.function.FunctionRegistry;
import dev.penstock.rules.sql.RuleSql;
import dev.penstock.rules.sql.SqlVersion;
import dev.penstock.rules.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How an evaluation waits for other services, and repeats what they answered. */
class ExternalCallsTest {
    private static final String CALL = "aws_lambda('arn:f', {'x': %s})";

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final List<String> events = new ArrayList<>();
    private final List<CompletableFuture<Bytes>> answers = new ArrayList<>();
    private int reads;
    private CompletableFuture<Bytes> object = new CompletableFuture<>();
    private final ExternalServices services = ExternalServices.NONE
            .withFunctions((arn, event) -> {
                events.add(event.utf8());
                answers.add(new CompletableFuture<>());
                return answers.get(answers.size() - 1);
            })
            .withShadows((thing, name) -> CompletableFuture.completedFuture(json("{\"n\":10.0}")))
            .withObjects((bucket, key) -> {
                reads++;
                return object;
            });
    private final FunctionRegistry functions = new FunctionRegistry(services, time);
    private Program program = program("SELECT * FROM 't'");

    @Test
    void evaluationIsSuspendedUntilTheAnswerIsThereAndAsksOnce() {
        Evaluation evaluation = begin("SELECT %s.y AS y FROM 't'".formatted(CALL.formatted("a")));

        Suspended first = catchThrowableOfType(Suspended.class, () -> program.run(evaluation));
        Suspended again = catchThrowableOfType(Suspended.class, () -> program.run(evaluation));
        boolean before = first.until().toCompletableFuture().isDone();
        answer(0, "{\"y\":2}");
        Outcome outcome = program.run(evaluation);

        assertThat(before).isFalse();
        assertThat(again.until().toCompletableFuture()).isCompleted();
        assertThat(outcome.output().utf8()).isEqualTo("{\"y\":2}");
        assertThat(events).containsExactly("{\"x\":1}");
    }

    @Test
    void everyElementOfANestedQueryHasItsOwnAnswer() {
        Evaluation evaluation =
                begin("SELECT VALUE (SELECT VALUE %s FROM xs AS v) FROM 't'".formatted(CALL.formatted("v")));

        for (int i = 0; i < 3; i++) {
            runUntilItAsks(evaluation);
            answer(i, Integer.toString(i));
        }
        Outcome outcome = program.run(evaluation);

        assertThat(outcome.output().utf8()).isEqualTo("[0,1,2]");
        assertThat(events).containsExactly("{\"x\":7}", "{\"x\":8}", "{\"x\":9}");
    }

    @Test
    void variableIsAskedOnceHoweverOftenItIsUsed() {
        Evaluation evaluation = begin(
                "SET @v = %s SELECT @v.y AS a, @v.y + 1 AS b FROM 't' WHERE @v.y = 2".formatted(CALL.formatted("a")));

        runUntilItAsks(evaluation);
        answer(0, "{\"y\":2}");

        assertThat(program.run(evaluation).output().utf8()).isEqualTo("{\"a\":2,\"b\":3}");
        assertThat(template("${@v.y}").render(evaluation)).isEqualTo("2");
        assertThat(events).hasSize(1);
    }

    @Test
    void failureEndsTheRuleWithItsReason() {
        Evaluation evaluation = begin("SELECT %s AS y FROM 't'".formatted(CALL.formatted("a")));
        runUntilItAsks(evaluation);

        answers.get(0).completeExceptionally(new AwsException("ResourceNotFoundException", 404, "no function f"));
        Outcome outcome = program.run(evaluation);

        assertThat(outcome.verdict()).isEqualTo(Verdict.FUNCTION_FAILED);
        assertThat(outcome.reason()).isEqualTo("aws_lambda() failed: ResourceNotFoundException: no function f");
    }

    @Test
    void messageCannotAskForMoreThanAThousandCalls() {
        program = program("SELECT (SELECT VALUE get_thing_shadow('t', 'arn').n FROM xs AS x) AS r FROM 't'");

        Outcome outcome = program.run(program.begin(message("[" + "0,".repeat(1000) + "0]"), "r"));

        assertThat(outcome.reason())
                .isEqualTo("get_thing_shadow() failed: a rule makes at most 1000 calls for one message");
    }

    @Test
    void answerThatIsNotJsonIsAFailure() {
        Evaluation evaluation = begin("SELECT %s AS y FROM 't'".formatted(CALL.formatted("a")));
        runUntilItAsks(evaluation);

        answer(0, "done");

        assertThat(program.run(evaluation).reason()).contains("did not answer with JSON");
    }

    @Test
    void functionHasTwoSecondsByThePipelinesClock() {
        Evaluation evaluation = begin("SELECT get_or_default(%s, 'late') AS y FROM 't'".formatted(CALL.formatted("a")));
        runUntilItAsks(evaluation);

        time.advance(Duration.ofMillis(1999));
        Suspended still = catchThrowableOfType(Suspended.class, () -> program.run(evaluation));
        time.advance(Duration.ofMillis(1));

        assertThat(still).isNotNull();
        assertThat(program.run(evaluation).output().utf8()).isEqualTo("{\"y\":\"late\"}");
    }

    @Test
    void templateWaitsAndFailsLikeTheStatement() {
        Evaluation evaluation = begin("SELECT * FROM 't'");
        CompiledTemplate template = template("k-${%s}".formatted(CALL.formatted("a")));

        assertThatThrownBy(() -> template.render(evaluation)).isInstanceOf(Suspended.class);
        answers.get(0).completeExceptionally(new AwsException("ServiceException", 500, "broken"));

        assertThatThrownBy(() -> template.render(evaluation))
                .isInstanceOf(FunctionFailed.class)
                .hasMessage("aws_lambda() failed: ServiceException: broken");
    }

    @Test
    void replayRepeatsAnswersAndFailuresWithoutAsking() {
        Evaluation evaluation = begin("SELECT %s.y AS y, get_or_default(%s, 'no') AS z FROM 't'"
                .formatted(CALL.formatted("a"), CALL.formatted("2")));
        runUntilItAsks(evaluation);
        answer(0, "{\"y\":2}");
        runUntilItAsks(evaluation);
        answers.get(1).completeExceptionally(new AwsException("ServiceException", 500, "broken"));
        Outcome outcome = program.run(evaluation);

        Evaluation replay = program.replay(message(), "r", evaluation.answers());
        ProgramTrace trace = program.explain(replay);

        assertThat(trace.outcome()).isEqualTo(outcome);
        assertThat(outcome.output().utf8()).isEqualTo("{\"y\":2,\"z\":\"no\"}");
        assertThat(trace.items().get(0).value().parts().get(0).note())
                .isEqualTo("answered by Lambda; request: aws_lambda(\"arn:f\", {\"x\":1})");
        assertThat(trace.items().get(1).value().parts().get(0).note())
                .isEqualTo("aws_lambda() failed: ServiceException: broken; request: aws_lambda(\"arn:f\", {\"x\":2})");
        assertThat(events).hasSize(2);
        assertThat(evaluation.answers().bytes()).isPositive();
    }

    @Test
    void explanationOfAnOpenCallSaysThatItWaits() {
        Evaluation evaluation = begin("SELECT %s.y AS y FROM 't'".formatted(CALL.formatted("a")));
        runUntilItAsks(evaluation);

        ProgramTrace trace = program.explain(program.replay(message(), "r", evaluation.answers()));

        assertThat(trace.outcome().verdict()).isEqualTo(Verdict.WAITING);
        assertThat(trace.outcome().reason()).isEqualTo("aws_lambda() has not answered");
        assertThat(events).hasSize(1);
    }

    @Test
    void numbersOfAnAnswerFollowTheVersion() {
        String sql = "SELECT get_thing_shadow('t', 'arn').n AS n FROM 't'";

        assertThat(run(sql).output().utf8()).isEqualTo("{\"n\":10}");
    }

    @Test
    void descriptorIsReadOnceInFifteenMinutes() {
        String decode = "SELECT decode('EAU=', 'proto', 'b', 'k', 'reading', 'Reading').level AS r FROM 't'";
        object = CompletableFuture.completedFuture(Bytes.wrap(Base64.getDecoder()
                .decode("ClwKDXJlYWRpbmcucHJvdG8iQwoHUmVhZGluZxISCgRuYW1lGAEgASgJUgRuYW1lEhQKBWxldmVsGAIgASgFUgVs"
                        + "ZXZlbBIOCgJvaxgDIAEoCFICb2tiBnByb3RvMw==")));

        Outcome first = run(decode);
        run(decode);
        int readsWithin = reads;
        time.advance(Duration.ofMinutes(15));
        run(decode);

        assertThat(first.output().utf8()).isEqualTo("{\"r\":5}");
        assertThat(readsWithin).isEqualTo(1);
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void failedReadOfADescriptorIsNotKept() {
        String decode = "SELECT decode('EAU=', 'proto', 'b', 'k', 'reading', 'Reading') AS r FROM 't'";
        object = CompletableFuture.failedFuture(new AwsException("NoSuchKey", 404, "no object k"));

        Outcome outcome = run(decode);
        run(decode);

        assertThat(outcome.reason()).isEqualTo("decode() failed: NoSuchKey: no object k");
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void descriptorBeyondItsLimitIsRefused() {
        object = CompletableFuture.completedFuture(Bytes.wrap(new byte[32 * 1024 + 1]));

        Outcome outcome = run("SELECT decode('EAU=', 'proto', 'b', 'k', 'f', 'T') AS r FROM 't'");

        assertThat(outcome.reason()).contains("the descriptor has 32769 bytes, at most 32768 are read");
    }

    private void answer(int call, String json) {
        answers.get(call).complete(Bytes.utf8(json));
    }

    /** Runs until something is asked. */
    private void runUntilItAsks(Evaluation evaluation) {
        assertThatThrownBy(() -> program.run(evaluation)).isInstanceOf(Suspended.class);
    }

    private Outcome run(String sql) {
        Evaluation evaluation = begin(sql);
        return program.run(evaluation);
    }

    private Evaluation begin(String sql) {
        program = program(sql);
        return program.begin(message(), "r");
    }

    private Program program(String sql) {
        return new RuleCompiler(functions).compile(RuleSql.parse(sql, SqlVersion.V2016, functions));
    }

    private CompiledTemplate template(String text) {
        Statement statement = program.statement();
        return new RuleCompiler(functions).compile(RuleSql.template(text, statement, functions), statement, "f");
    }

    private static MessageInput message() {
        return message("[7,8,9]");
    }

    private static MessageInput message(String array) {
        Payload payload = new Payload(Bytes.utf8("{\"a\":1,\"xs\":%s}".formatted(array)));
        return new MessageInput("t", payload, "c", 0, "000000000000", "trace", 7);
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }
}
