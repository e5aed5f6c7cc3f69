package dev.penstock.rules.local;

import static dev.penstock.rules.local.EngineFixture.kinesis;
import static dev.penstock.rules.local.EngineFixture.republish;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RepublishTest {
    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void republishedMessageFiresOtherRules() {
        fixture.rule("first", "SELECT n AS m FROM 'in/+'", republish("out/${topic(2)}"));
        fixture.rule("second", "SELECT m, clientid() AS c FROM 'out/#'", kinesis("events", "k"));

        CompletableFuture<Void> accepted = send("in/x", "{\"n\":1}");
        fixture.time.settle();

        assertThat(accepted).isCompleted();
        assertThat(fixture.broker.topics()).containsExactly("in/x", "out/x");
        assertThat(fixture.streams.data()).containsExactly("{\"m\":1,\"c\":\"n/a\"}");
    }

    @Test
    void loopThroughAFullQueueDoesNotWaitForItself() {
        try (EngineFixture narrow = new EngineFixture(EngineFixture.settings(1, 1))) {
            narrow.rule("loop", "SELECT * FROM 'a/#'", republish("a/again"));

            List<CompletableFuture<Void>> accepted = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                accepted.add(narrow.broker.publish("a/b", "{}", "c" + i).toCompletableFuture());
            }
            narrow.time.settle();

            assertThat(accepted).allMatch(CompletableFuture::isDone);
            assertThat(narrow.broker.topics()).hasSize(20 * 9);
        }
    }

    @Test
    void ruleThatRepublishesToItselfIsCutWithAnErrorThatSaysSo() {
        fixture.rule("loop", "SELECT * FROM 'a/#'", republish("a/again"));

        CompletableFuture<Void> accepted = send("a/b", "{}");
        fixture.time.settle();

        assertThat(accepted).isCompleted();
        assertThat(fixture.broker.topics()).hasSize(9);
        assertThat(fixture.count("loop").actionsSucceeded()).isEqualTo(8);
        assertThat(fixture.count("loop").actionsFailed()).isEqualTo(1);
        assertThat(fixture.explain(8))
                .contains("ACTION  1 republish failed: InvalidRequestException: the message was republished 8 times"
                        + " already, so this looks like a loop: a rule's republish topic 'a/again' seems to match its"
                        + " own FROM filter, or rules republish to each other");
    }

    @Test
    void rulesThatRepublishToEachOtherOnOneLaneDoNotWaitForEachOther() {
        try (EngineFixture oneLane = new EngineFixture(EngineFixture.settings(1, 256))) {
            oneLane.rule("ping", "SELECT * FROM 'ping'", republish("pong"));
            oneLane.rule("pong", "SELECT * FROM 'pong'", republish("ping"));

            CompletableFuture<Void> accepted =
                    oneLane.broker.publish("ping", "{}", "c1").toCompletableFuture();
            oneLane.time.settle();

            assertThat(accepted).isCompleted();
            assertThat(oneLane.broker.topics()).hasSize(9);
        }
    }

    @Test
    void burstOfRepublishedMessagesLosesNothing() {
        fixture.rule("first", "SELECT * FROM 'in/#'", republish("out"));
        fixture.rule("second", "SELECT * FROM 'out'", kinesis("events", "k"));
        fixture.streams.fill();
        List<CompletableFuture<Void>> accepted = new ArrayList<>();

        for (int i = 0; i < 1_500; i++) {
            accepted.add(fixture.broker.publish("in/x", "{}", "c" + i).toCompletableFuture());
        }
        fixture.time.settle();
        fixture.streams.drain();
        fixture.time.settle();

        assertThat(fixture.streams.puts()).hasSize(1_500);
        assertThat(accepted).allMatch(CompletableFuture::isDone);
    }

    @Test
    void doubledDollarSignStandsForOne() {
        fixture.rule("shadow", "SELECT * FROM 'dev/+'", republish("$$aws/things/${topic(2)}/shadow/update"));

        send("dev/pump", "{}");
        fixture.time.settle();

        assertThat(fixture.broker.topics()).containsExactly("dev/pump", "$aws/things/pump/shadow/update");
    }

    @Test
    void topicThatCannotBePublishedToIsAFailureOfTheAction() {
        fixture.rule("bad", "SELECT * FROM 'a'", republish("out/${level}"), republish("${missing}"));

        send("a", "{\"level\":\"#\"}");
        fixture.time.settle();

        assertThat(fixture.count("bad").actionsFailed()).isEqualTo(2);
        assertThat(fixture.explain(0))
                .contains("the topic 'out/#' has a wildcard; one cannot publish to a filter")
                .contains("the topic came out empty");
    }

    private CompletableFuture<Void> send(String topic, String payload) {
        return fixture.broker.publish(topic, payload, "c1").toCompletableFuture();
    }
}
