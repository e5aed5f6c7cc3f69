package dev.penstock.rules.local;

import static dev.penstock.rules.local.EngineFixture.action;
import static dev.penstock.rules.local.EngineFixture.kinesis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.Sinks.Entry;
import dev.penstock.rules.TopicRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Actions that are found on the class path. */
class ForeignActionTest {
    private static final String QUEUE = "https://sqs.us-east-1.amazonaws.com/000000000000/q";

    private final EngineFixture fixture = new EngineFixture(EngineFixture.settings(2, 4));

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void exampleOfTheManualWritesLines(@TempDir Path folder) throws IOException {
        fixture.rule(
                "r",
                "SELECT n FROM 'in/+'",
                action("appendToFile", "{'file':'%s/${topic(2)}.jsonl'}".formatted(folder)));

        fixture.broker.publish("in/a", "{\"n\":1}", "c");
        fixture.broker.publish("in/a", "{\"n\":2}", "c");
        fixture.time.settle();

        assertThat(Files.readString(folder.resolve("a.jsonl"))).isEqualTo("{\"n\":1}\n{\"n\":2}\n");
        assertThat(explain(0)).contains("ACTION 1 appendToFile succeeded").contains("answer bytes = 8");
    }

    @Test
    void exampleOfTheManualFailsAndIsCheckedLikeABuiltInOne(@TempDir Path folder) {
        fixture.rule("r", "SELECT * FROM 'in'", action("appendToFile", "{'file':'%s/no/a'}".formatted(folder)));

        fixture.broker.publish("in", "{}", "c");
        fixture.time.settle();

        assertThat(explain(0)).contains("appendToFile failed: cannot write to " + folder);
        assertThatThrownBy(() -> fixture.rule("s", "SELECT * FROM 'in'", action("appendToFile", "{'fil':'a'}")))
                .isInstanceOf(AwsException.class)
                .hasMessageContaining("actions[0].appendToFile: the parameter 'file' is missing");
        assertThatThrownBy(() -> fixture.rule(
                        "s", "SELECT * FROM 'in'", action("appendToFile", "{'file':'%s'}".formatted(folder))))
                .hasMessageContaining("appendToFile.file: '%s' is a directory".formatted(folder));
        assertThatThrownBy(() -> fixture.rule("s", "SELECT * FROM 'in'", action("appendtofile", "{'file':'a'}")))
                .hasMessageContaining("Did you mean 'appendToFile'?");
    }

    @ParameterizedTest
    @CsvSource({
        "throw, failed: thrown",
        "link, failed: com/example/Missing",
        "null, failed: run() of the action gave null",
        "details, succeeded",
        "cancel, failed: cancelled"
    })
    void whateverGoesWrongInItIsAFailureOfTheActionOnly(String how, String outcome) {
        fixture.engine.create(new TopicRule(
                "r",
                "SELECT * FROM 'in'",
                EngineFixture.V2,
                false,
                List.of(action("broken", "{'how':'%s'}".formatted(how)), kinesis("good", "k")),
                kinesis("errors", "k")));

        CompletableFuture<Void> accepted =
                fixture.broker.publish("in", "{}", "c").toCompletableFuture();
        fixture.time.settle();

        assertThat(accepted).isCompleted();
        assertThat(explain(0)).contains("ACTION 1 broken " + outcome).contains("(request() failed)");
        assertThat(fixture.streams.puts()).hasSize(how.equals("details") ? 1 : 2);
    }

    @Test
    void providerThatCannotMakeAnActionIsNamed() {
        assertThatThrownBy(() -> fixture.rule("r", "SELECT * FROM 'in'", action("broken", "{'how':'create'}")))
                .isInstanceOf(AwsException.class)
                .hasMessageContaining("actions[0].broken: dev.penstock.rules.local.BrokenProvider could not make the"
                        + " action: java.lang.IllegalStateException: no");
    }

    @Test
    void slowActionHoldsItsPublishersAndNobodyElse() {
        fixture.rule("slow", "SELECT * FROM 'slow'", action("slow", "{'seconds':10}"));
        fixture.rule("fast", "SELECT * FROM 'fast'", kinesis("s", "k"));
        List<CompletableFuture<Void>> slow = new ArrayList<>();

        for (int i = 0; i < 6; i++) {
            slow.add(fixture.broker.publish("slow", "{}", "c" + i).toCompletableFuture());
        }
        CompletableFuture<Void> fast =
                fixture.broker.publish("fast", "{}", "other").toCompletableFuture();
        fixture.time.settle();

        assertThat(slow.stream().filter(CompletableFuture::isDone)).hasSize(4);
        assertThat(fast).isCompleted();
        fixture.time.advance(Duration.ofSeconds(20));
        assertThat(slow).allMatch(CompletableFuture::isDone);
        assertThat(entries("slow", "slow")).hasSize(6);
    }

    @Test
    void nothingIsLostAndEachClientKeepsItsOrderInEveryAction() {
        fixture.rule(
                "r",
                "SELECT n FROM 'in'",
                action("slow", "{'seconds':3}"),
                action("sqs", "{'queueUrl':'%s'}".formatted(QUEUE)),
                action("s3", "{'bucketName':'bucket','key':'${clientid()}-${n}'}"),
                kinesis("s", "${clientid()}"));
        List<CompletableFuture<Void>> accepted = new ArrayList<>();

        for (int n = 0; n < 10; n++) {
            for (int client = 0; client < 12; client++) {
                accepted.add(fixture.broker
                        .publish("in", "{\"n\":%d}".formatted(n), "c" + client)
                        .toCompletableFuture());
            }
        }
        fixture.time.advance(Duration.ofMinutes(5));

        assertThat(accepted).allMatch(CompletableFuture::isDone);
        assertThat(entries("s3", "bucket")).hasSize(120);
        assertThat(fixture.streams.puts()).hasSize(120);
        assertThat(entries("slow", "r"))
                .extracting(entry -> entry.fields().get("together"))
                .isSubsetOf("1", "2", "3", "4");
        List<String> inOrder =
                IntStream.range(0, 10).mapToObj("{\"n\":%d}"::formatted).toList();
        for (int client = 0; client < 12; client++) {
            String id = "c" + client;
            assertThat(entries("slow", "r"))
                    .filteredOn(entry -> id.equals(entry.fields().get("client")))
                    .extracting(entry -> entry.body().utf8())
                    .containsExactlyElementsOf(inOrder);
            assertThat(fixture.streams.puts())
                    .filteredOn(put -> put.key().equals(id))
                    .extracting(put -> put.data())
                    .containsExactlyElementsOf(inOrder);
            assertThat(entries("sqs", QUEUE))
                    .filteredOn(entry -> clientOf(entry).equals(id))
                    .extracting(entry -> entry.body().utf8())
                    .containsExactlyElementsOf(inOrder);
        }
    }

    @Test
    void orderedFailuresAreGivenToTheNextRunsOfThatKind() {
        fixture.engine.create(new TopicRule(
                "r",
                "SELECT * FROM 'in'",
                EngineFixture.V2,
                false,
                List.of(action("sqs", "{'queueUrl':'%s'}".formatted(QUEUE)), kinesis("good", "k")),
                kinesis("errors", "k")));
        fixture.engine.failNext("sqs", 2, new AwsException("QueueDoesNotExist", 400, "it is gone"));

        for (int i = 0; i < 3; i++) {
            fixture.broker.publish("in", "{}", "c");
        }
        fixture.time.settle();

        assertThat(entries("sqs", QUEUE)).hasSize(1);
        assertThat(fixture.streams.puts().stream().filter(put -> put.stream().equals("good")))
                .hasSize(3);
        assertThat(fixture.streams.puts().stream().filter(put -> put.stream().equals("errors")))
                .hasSize(2);
        assertThat(explain(0)).contains("1 sqs failed: QueueDoesNotExist: it is gone");
        assertThat(explain(2)).contains("1 sqs succeeded");
    }

    private String clientOf(Entry entry) {
        for (int i = 0; ; i++) {
            if (fixture.broker.message(i).id().equals(entry.messageId())) {
                return fixture.broker.message(i).clientId();
            }
        }
    }

    private List<Entry> entries(String kind, String target) {
        return fixture.engine.sinks().entries(kind, target);
    }

    private String explain(int message) {
        return fixture.explain(message).replaceAll(" +", " ");
    }
}
