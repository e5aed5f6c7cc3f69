package dev.penstock.rules.local;

import static dev.penstock.rules.local.EngineFixture.V2;
import static dev.penstock.rules.local.EngineFixture.action;
import static dev.penstock.rules.local.EngineFixture.json;
import static dev.penstock.rules.local.EngineFixture.kinesis;
import static dev.penstock.rules.local.EngineFixture.republish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.RuleCounters;
import dev.penstock.rules.RuleSettings;
import dev.penstock.rules.TopicRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalRuleEngineTest {
    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void matchingMessageIsProjectedIntoTheStream() {
        fixture.rule(
                "hot",
                "SELECT temperature AS t, topic(2) AS device FROM 'sensors/+' WHERE temperature > 50",
                kinesis("events", "${topic(2)}"));

        publish("sensors/d1", "{\"temperature\":51}");
        publish("sensors/d2", "{\"temperature\":50}");
        publish("other/d3", "{\"temperature\":99}");

        ControlledStreams.Put put = fixture.streams.puts().get(0);
        assertThat(fixture.streams.puts()).hasSize(1);
        assertThat(put.stream()).isEqualTo("events");
        assertThat(put.key()).isEqualTo("d1");
        assertThat(put.data()).isEqualTo("{\"t\":51,\"device\":\"d1\"}");
        assertThat(fixture.count("hot")).isEqualTo(new RuleCounters.PerRule(1, 2, 1, 0));
    }

    @Test
    void starPassesPublishedBytesThroughUnchanged() {
        fixture.rule("all", "SELECT * FROM '#'", kinesis("events", "k"));

        publish("a", "{ \"b\" : 1.0 }");

        assertThat(fixture.streams.data()).containsExactly("{ \"b\" : 1.0 }");
    }

    @Test
    void partitionKeyThatIsNotGivenIsFreshForEachRecord() {
        fixture.rule("all", "SELECT * FROM '#'", action("kinesis", "{'streamName':'events','roleArn':'arn:x'}"));

        publish("a", "{}");
        publish("a", "{}");

        List<String> keys =
                fixture.streams.puts().stream().map(ControlledStreams.Put::key).toList();
        assertThat(keys).doesNotHaveDuplicates().allMatch(key -> key.matches("[0-9a-f-]{36}"));
    }

    @Test
    void messagesOfOneClientStayInOrderWhileTheStreamIsFull() {
        fixture.rule("all", "SELECT VALUE n FROM '#'", kinesis("events", "k"));
        fixture.streams.fill();
        List<CompletableFuture<Void>> accepted = new ArrayList<>();

        IntStream.range(0, 20).forEach(n -> accepted.add(send("a", "{\"n\":%d}".formatted(n), "c1")));
        fixture.time.settle();
        List<String> whileFull = fixture.streams.data();
        fixture.streams.drain();
        fixture.time.settle();

        assertThat(whileFull).containsExactly("0");
        assertThat(fixture.streams.data())
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).mapToObj(String::valueOf).toList());
        assertThat(accepted).allMatch(CompletableFuture::isDone);
    }

    @Test
    void publisherWaitsWhenTheQueueOfASlowActionIsFull() {
        try (EngineFixture narrow = new EngineFixture(EngineFixture.settings(2, 2))) {
            narrow.rule("all", "SELECT * FROM '#'", kinesis("events", "k"));
            narrow.streams.fill();

            List<CompletableFuture<Void>> accepted = Stream.of("c1", "c2", "c3")
                    .map(client -> narrow.broker.publish("a", "{}", client).toCompletableFuture())
                    .toList();
            narrow.time.settle();
            long whileFull = accepted.stream().filter(CompletableFuture::isDone).count();
            narrow.streams.drain();
            narrow.time.settle();

            assertThat(whileFull).isEqualTo(2);
            assertThat(accepted).allMatch(CompletableFuture::isDone);
            assertThat(narrow.streams.puts()).hasSize(3);
        }
    }

    @Test
    void slowActionDoesNotHoldUpTheOtherActionsOfItsRule() {
        fixture.rule("two", "SELECT VALUE n FROM 'in'", kinesis("events", "k"), republish("out/x"));
        fixture.streams.fill();

        publish("in", "{\"n\":1}");
        publish("in", "{\"n\":2}");

        assertThat(fixture.broker.topics()).filteredOn("out/x"::equals).hasSize(2);
    }

    @Test
    void waitingClientDoesNotHoldUpTheOthersOfItsLane() {
        try (EngineFixture oneLane = new EngineFixture(EngineFixture.settings(1, 256))) {
            oneLane.rule("slow", "SELECT * FROM 'slow'", kinesis("events", "k"));
            oneLane.streams.fill();
            oneLane.broker.publish("slow", "{}", "c1");

            CompletableFuture<Void> other =
                    oneLane.broker.publish("fast", "{}", "c2").toCompletableFuture();
            oneLane.time.settle();

            assertThat(other).isCompleted();
            assertThat(oneLane.streams.puts()).hasSize(1);
        }
    }

    @Test
    void failingActionStopsNeitherItsSiblingsNorOtherRules() {
        fixture.rule("two", "SELECT * FROM '#'", kinesis("first", "k"), kinesis("second", "k"));
        fixture.rule("zebra", "SELECT * FROM '#'", kinesis("third", "k"));
        fixture.streams.failNext(new AwsException("ResourceNotFoundException", 400, "Stream first not found."));

        publish("a", "{}");

        assertThat(fixture.streams.puts().stream().map(ControlledStreams.Put::stream))
                .containsExactly("first", "second", "third");
        assertThat(fixture.count("two")).isEqualTo(new RuleCounters.PerRule(1, 0, 1, 1));
    }

    @Test
    void throttledPutIsTriedAgainByTheClock() {
        fixture.rule("all", "SELECT * FROM '#'", kinesis("events", "k"));
        fixture.streams.failNext(new AwsException("ProvisionedThroughputExceededException", 400, "slow down"));

        CompletableFuture<Void> accepted = send("a", "{}", "c1");
        fixture.time.settle();
        int before = fixture.streams.puts().size();
        fixture.time.advance(Duration.ofMillis(100));

        assertThat(before).isEqualTo(1);
        assertThat(fixture.streams.puts()).hasSize(2);
        assertThat(accepted).isCompleted();
        assertThat(fixture.count("all").actionsSucceeded()).isEqualTo(1);
    }

    @Test
    void putIsGivenUpAfterThreeTries() {
        fixture.rule("all", "SELECT * FROM '#'", kinesis("events", "k"));
        for (int i = 0; i < 3; i++) {
            fixture.streams.failNext(new AwsException("InternalFailure", 500, "oops"));
        }

        CompletableFuture<Void> accepted = send("a", "{}", "c1");
        fixture.time.advance(Duration.ofSeconds(10));

        assertThat(fixture.streams.puts()).hasSize(3);
        assertThat(accepted).isCompleted();
        assertThat(fixture.count("all").actionsFailed()).isEqualTo(1);
    }

    @Test
    void errorActionGetsAllFailuresInOneDocument() {
        fixture.engine.create(new TopicRule(
                "two",
                "SELECT * FROM 'a'",
                V2,
                false,
                List.of(kinesis("first", "k"), kinesis("second", "${missing}")),
                kinesis("errors", "e")));
        fixture.streams.failNext(new AwsException("ResourceNotFoundException", 400, "Stream first not found."));

        publish("a", "{\"x\":1}");

        JsonNode document = json(fixture.streams.puts().get(1).data());
        assertThat(fixture.streams.puts().get(1).stream()).isEqualTo("errors");
        assertThat(document.path("ruleName").asText()).isEqualTo("two");
        assertThat(document.path("topic").asText()).isEqualTo("a");
        assertThat(document.path("clientId").asText()).isEqualTo("c1");
        assertThat(document.path("base64OriginalPayload").asText())
                .isEqualTo(Bytes.utf8("{\"x\":1}").base64());
        assertThat(document.path("failures"))
                .extracting(failure -> failure.path("failedAction").asText()
                        + " "
                        + failure.path("failedResource").asText())
                .containsExactly("KinesisAction first", "KinesisAction second");
        assertThat(document.path("failures").get(1).path("errorMessage").asText())
                .startsWith("ValidationException: the partition key '${missing}' came out empty");
    }

    @Test
    void malformedJsonIsAcknowledgedAndCountedAsNotMatched() {
        fixture.rule("hot", "SELECT * FROM '#' WHERE temperature > 50", kinesis("events", "k"));

        CompletableFuture<Void> accepted = send("a", "{\"temperature\":", "c1");
        fixture.time.settle();

        assertThat(accepted).isCompleted();
        assertThat(fixture.streams.puts()).isEmpty();
        assertThat(fixture.count("hot")).isEqualTo(new RuleCounters.PerRule(0, 1, 0, 0));
    }

    @Test
    void binaryPayloadRunsARuleThatReadsNoMembers() {
        fixture.rule("raw", "SELECT encode(*, 'base64') AS data FROM '#'", kinesis("events", "k"));

        fixture.broker.publish("a", Bytes.wrap(new byte[] {0, 1, 2}), 1, "c1");
        fixture.time.settle();

        assertThat(fixture.streams.data()).containsExactly("{\"data\":\"AAEC\"}");
    }

    @Test
    void binaryPayloadUnderAnAliasCannotBePartOfTheOutput() {
        fixture.rule("nest", "SELECT * AS x FROM '#'", kinesis("events", "k"));

        fixture.broker.publish("a", Bytes.wrap(new byte[] {0, 1, 2}), 1, "c1");
        publish("a", "{\"b\":1}");

        assertThat(fixture.streams.data()).containsExactly("{\"x\":{\"b\":1}}");
        assertThat(fixture.count("nest")).isEqualTo(new RuleCounters.PerRule(1, 1, 1, 0));
    }

    @Test
    void payloadAsDeepAsTheParserAllowsMayBeNestedFurther() {
        fixture.rule("nest", "SELECT {'v': {'w': {'x': {'z': a}}}} AS b FROM '#'", kinesis("events", "k"));
        String deep = "[".repeat(990) + "]".repeat(990);

        publish("a", "{\"a\":" + deep + "}");

        assertThat(fixture.streams.data()).singleElement().asString().contains("{\"z\":" + deep + "}");
        assertThat(fixture.explain(0)).contains("rule nest fired");
    }

    @Test
    void timestampIsTheArrivalByTheClock() {
        fixture.rule("all", "SELECT timestamp() AS at FROM '#'", kinesis("events", "k"));

        fixture.time.advance(Duration.ofSeconds(5));
        publish("a", "{}");

        assertThat(fixture.streams.data())
                .containsExactly("{\"at\":%d}".formatted(fixture.time.now().toEpochMilli()));
    }

    @Test
    void basicIngestRunsOnlyTheNamedRuleAndHidesThePrefix() {
        fixture.rule("named", "SELECT topic() AS t FROM 'never'", kinesis("events", "k"));
        fixture.rule("other", "SELECT * FROM '#'", kinesis("events", "k"));

        publish("$aws/rules/named/x/y", "{}");

        assertThat(fixture.streams.data()).containsExactly("{\"t\":\"x/y\"}");
    }

    @Test
    void disabledRuleDoesNotRun() {
        fixture.engine.create(
                new TopicRule("off", "SELECT * FROM '#'", V2, true, List.of(kinesis("events", "k")), null));

        publish("a", "{}");

        assertThat(fixture.streams.puts()).isEmpty();
    }

    @Test
    void replacedRuleKeepsItsCounts() {
        fixture.rule("all", "SELECT * FROM 'a'", kinesis("events", "k"));
        publish("a", "{}");

        fixture.engine.replace(
                new TopicRule("all", "SELECT * FROM 'b'", V2, false, List.of(kinesis("events", "k")), null));
        publish("a", "{}");

        assertThat(fixture.count("all")).isEqualTo(new RuleCounters.PerRule(1, 1, 1, 0));
        assertThat(fixture.engine.rules())
                .singleElement()
                .extracting(created -> created.rule().sql())
                .isEqualTo("SELECT * FROM 'b'");
    }

    @Test
    void nameOfARuleCannotBeTakenTwice() {
        fixture.rule("all", "SELECT * FROM 'a'", kinesis("events", "k"));

        assertThatThrownBy(() -> fixture.rule("all", "SELECT * FROM 'b'", kinesis("events", "k")))
                .isInstanceOf(AwsException.class)
                .hasMessage("rule all: a rule of this name exists already");
    }

    @Test
    void ruleIsSwitchedOffAndOnAgain() {
        fixture.rule("all", "SELECT VALUE n FROM 'a'", kinesis("events", "k"));

        fixture.engine.disable("all");
        publish("a", "{\"n\":1}");
        fixture.engine.enable("all");
        publish("a", "{\"n\":2}");

        assertThat(fixture.streams.data()).containsExactly("2");
        assertThat(fixture.engine.rule("all"))
                .hasValueSatisfying(rule -> assertThat(rule.rule().disabled()).isFalse());
    }

    @Test
    void deletedRuleSeesNothingMore() {
        fixture.rule("all", "SELECT * FROM 'a'", kinesis("events", "k"));

        fixture.engine.delete("all");
        fixture.engine.delete("all");
        publish("a", "{}");

        assertThat(fixture.streams.puts()).isEmpty();
        assertThat(fixture.engine.rules()).isEmpty();
    }

    @Test
    void messageThatADeletedRuleAcceptedStillGetsItsAction() {
        fixture.rule("all", "SELECT VALUE n FROM 'a'", kinesis("events", "k"));
        fixture.streams.fill();
        publish("a", "{\"n\":1}");
        publish("a", "{\"n\":2}");

        fixture.engine.delete("all");
        fixture.streams.drain();
        fixture.time.settle();

        assertThat(fixture.streams.data()).containsExactly("1", "2");
    }

    @Test
    void changeOfARuleThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> fixture.engine.disable("ghost")).hasMessage("there is no rule 'ghost'");
    }

    @Test
    void ruleCountsOnlyMessagesItWasThereFor() {
        publish("a", "{}");
        fixture.rule("late", "SELECT * FROM 'a'", kinesis("events", "k"));

        publish("a", "{}");

        assertThat(fixture.engine.counters().messages()).isEqualTo(2);
        assertThat(fixture.count("late")).isEqualTo(new RuleCounters.PerRule(1, 0, 1, 0));
    }

    @Test
    void closedEngineFailsWhatItHasNotAcceptedSoThatItIsSentAgain() {
        EngineFixture narrow = new EngineFixture(EngineFixture.settings(2, 1));
        narrow.rule("all", "SELECT * FROM '#'", kinesis("events", "k"));
        narrow.streams.fill();
        CompletableFuture<Void> accepted =
                narrow.broker.publish("a", "{}", "c1").toCompletableFuture();
        narrow.time.settle();
        CompletableFuture<Void> waiting = narrow.broker.publish("a", "{}", "c1").toCompletableFuture();
        narrow.time.settle();

        narrow.close();

        assertThat(accepted).isCompleted();
        assertThatThrownBy(waiting::join)
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("the rules engine is closed");
        assertThat(narrow.broker.publish("a", "{}", "c1")).isCompletedExceptionally();
    }

    @Test
    void closingWaitsForActionsThatHaveAcceptedMessages() {
        EngineFixture patient = new EngineFixture(new RuleSettings(1, 0, 256, Duration.ofSeconds(30)));
        patient.rule("all", "SELECT VALUE n FROM '#'", kinesis("events", "k"));
        patient.streams.fill();
        patient.broker.publish("a", "{\"n\":1}", "c1");
        patient.broker.publish("a", "{\"n\":2}", "c1");
        patient.time.settle();

        CompletableFuture<Void> closing = CompletableFuture.runAsync(patient::close);
        patient.streams.drain();
        closing.join();

        assertThat(patient.streams.data()).containsExactly("1", "2");
    }

    @Test
    void nothingIsInFlightWhileAMessageWaitsForRoom() {
        fixture.rule("all", "SELECT * FROM 'a'", kinesis("events", "k"), republish("b"));
        fixture.streams.fill();

        send("a", "{}", "c1");
        fixture.time.advance(Duration.ofSeconds(1));

        assertThat(fixture.time.inFlight().snapshot()).isEmpty();
        assertThat(fixture.streams.puts()).hasSize(1);
    }

    @Test
    void unknownRepublisherOfAnEarlierRunIsNotTakenForADevice() {
        fixture.rule("who", "SELECT clientid() AS c FROM '#'", kinesis("events", "k"));

        fixture.engine.accept(
                new PublishedMessage("x", "a", Bytes.EMPTY, 0, false, "$republish/who/99", fixture.time.now()));
        fixture.time.settle();

        assertThat(fixture.streams.data()).containsExactly("{\"c\":\"n/a\"}");
    }

    private void publish(String topic, String payload) {
        send(topic, payload, "c1");
        fixture.time.settle();
    }

    private CompletableFuture<Void> send(String topic, String payload, String clientId) {
        return fixture.broker.publish(topic, payload, clientId).toCompletableFuture();
    }
}
