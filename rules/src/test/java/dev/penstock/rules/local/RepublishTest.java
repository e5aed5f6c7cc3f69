package dev.penstock.rules.local;

import static dev.penstock.rules.local.EngineFixture.action;
import static dev.penstock.rules.local.EngineFixture.kinesis;
import static dev.penstock.rules.local.EngineFixture.republish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.broker.MessageProperties;
import dev.penstock.broker.MessageProperties.UserProperty;
import dev.penstock.platform.data.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void headersReachTheRulesBehind() {
        fixture.rule(
                "first",
                "SELECT * FROM 'in/+'",
                action(
                        "republish",
                        "{'topic':'out','headers':{'payloadFormatIndicator':'UTF8_DATA','contentType':'${type}',"
                                + "'responseTopic':'re/${topic(2)}','correlationData':'YWJj',"
                                + "'userProperties':[{'key':'k','value':'${n}'},{'key':'k','value':'2'}]}}"));
        fixture.rule(
                "second",
                "SELECT get_mqtt_property('content_type') AS type, get_mqtt_property('response_topic') AS response,"
                        + " get_user_properties('k') AS k FROM 'out'",
                kinesis("events", "k"));

        send("in/x", "{\"n\":1,\"type\":\"json\"}");
        fixture.time.settle();

        assertThat(fixture.broker.message(1).properties())
                .isEqualTo(new MessageProperties(
                        "json",
                        "re/x",
                        Bytes.utf8("abc"),
                        true,
                        List.of(new UserProperty("k", "1"), new UserProperty("k", "2"))));
        assertThat(fixture.streams.data())
                .containsExactly("{\"type\":\"json\",\"response\":\"re/x\",\"k\":[\"1\",\"2\"]}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'responseTopic':'${t}' | headers.responseTopic: 'a/+' has a wildcard; one cannot respond to a filter",
                "'correlationData':'@${t}' | headers.correlationData: '@a/+' is not Base64",
                "'payloadFormatIndicator':'${t}' | headers.payloadFormatIndicator: 'a/+' is none of UNSPECIFIED_BYTES, UTF8_DATA",
                "'contentType':'${rpad(rpad(t, 1000), 22)}' | headers.contentType: it came out with 1025 characters; at most 1024 are allowed"
            })
    void headerThatComesOutUnusableFailsTheAction(String header, String message) {
        fixture.rule("r", "SELECT * FROM 'in'", action("republish", "{'topic':'out','headers':{" + header + "}}"));

        send("in", "{\"t\":\"a/+\"}");

        assertThat(fixture.explain(0)).contains("InvalidRequestException: " + message);
        assertThat(fixture.broker.topics()).containsExactly("in");
    }

    private CompletableFuture<Void> send(String topic, String payload) {
        return fixture.broker.publish(topic, payload, "c1").toCompletableFuture();
    }
}
