package dev.penstock.rules.local;

import static dev.penstock.rules.local.EngineFixture.action;
import static dev.penstock.rules.local.EngineFixture.kinesis;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.TopicRule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Explanations of messages that went through the engine. */
class LiveExplainTest {
    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void rulesThatFiredComeFirstAndSayWhatTheirActionsDid() {
        fixture.rule("cold", "SELECT * FROM 'sensors/+' WHERE t < 0", kinesis("events", "k"));
        fixture.rule("hot", "SELECT t FROM 'sensors/+' WHERE t > 50", kinesis("events", "${topic(2)}${x}"));
        fixture.rule("other", "SELECT * FROM 'meters/+'", kinesis("events", "k"));
        fixture.engine.create(new TopicRule("off", "SELECT * FROM '#'", EngineFixture.V2, true, List.of(), null));

        fixture.broker.publish("sensors/d1", "{\"t\":51}", "d1");

        assertThat(fixture.explain(0)).isEqualTo("""
                        message 00000001 on 'sensors/d1' from client 'd1' at 2026-01-01T00:00:00Z
                        payload {"t":51}

                        rule hot fired
                          FROM    'sensors/+' matches
                          WHERE   t > 50                   = true
                                    t                      = 51
                          SELECT  t                        = 51
                          OUTPUT  {"t":51}
                          ACTION  1 kinesis succeeded
                                    streamName             = events
                                    partitionKey           = d1         from ${topic(2)}${x}
                                      x                    = Undefined  no member 'x' in the payload; it has: t
                                    answer shardId         = shardId-000000000000
                                    answer sequenceNumber  = 100

                        rule cold did not fire: WHERE is false
                          FROM    'sensors/+' matches
                          WHERE   t < 0  = false
                                    t    = 51

                        rule off did not fire: it is disabled
                          FROM    '#' matches

                        rule other did not fire: the topic does not match
                          FROM    'meters/+': level 1 is 'sensors', the filter wants 'meters'
                        """);
    }

    @Test
    void failedAndWaitingActionsAreToldApart() {
        fixture.rule("two", "SELECT * FROM 'a'", kinesis("first", "k"), kinesis("second", "k"), kinesis("third", "k"));
        fixture.streams.failNext(new AwsException("ResourceNotFoundException", 400, "Stream first not found."));
        fixture.streams.fill();

        fixture.broker.publish("a", "{}", "d1");

        assertThat(fixture.explain(0))
                .contains("ACTION  1 kinesis failed: ResourceNotFoundException: Stream first not found.")
                .contains("ACTION  2 kinesis has not ended yet")
                .contains("ACTION  3 kinesis has not ended yet");
    }

    @Test
    void explanationShowsTheRandomAndTimeValuesThatWereUsed() {
        fixture.rule(
                "random",
                "SELECT newuuid() AS id, rand() AS r, timestamp() AS at FROM 'a'",
                action("kinesis", "{'streamName':'events'}"));

        fixture.broker.publish("a", "{}", "d1");
        fixture.time.advance(Duration.ofHours(1));

        ControlledStreams.Put put = fixture.streams.puts().get(0);
        JsonNode rule = fixture.engine
                .explain("00000001")
                .orElseThrow()
                .document()
                .path("rules")
                .get(0);
        assertThat(rule.path("output")).hasToString(put.data());
        assertThat(rule.at("/actions/0/fields/partitionKey/value").asText()).isEqualTo(put.key());
    }

    @Test
    void rulesAreThoseOfTheMomentTheMessageCame() {
        fixture.rule("r", "SELECT * FROM 'a' WHERE n = 1", kinesis("events", "k"));
        fixture.broker.publish("a", "{\"n\":1}", "d1");
        fixture.time.settle();

        fixture.engine.replace(new TopicRule(
                "r", "SELECT * FROM 'a' WHERE n = 2", EngineFixture.V2, false, List.of(kinesis("events", "k")), null));

        assertThat(fixture.explain(0)).contains("rule r fired").contains("n = 1");
    }

    @Test
    void templateThatReadsAnAliasGetsAHint() {
        fixture.rule("r", "SELECT n AS key FROM 'a'", kinesis("events", "${key}x"));

        fixture.broker.publish("a", "{\"n\":1}", "d1");

        assertThat(fixture.explain(0)).containsPattern("HINT +actions\\[0\\].kinesis.partitionKey: .*key");
    }

    @Test
    void recentMessagesAreListedNewestFirst() {
        for (int i = 0; i < 3; i++) {
            fixture.broker.publish("a", "{}", "d1");
        }
        fixture.time.settle();

        assertThat(fixture.engine.recentMessages(2)).containsExactly("00000003", "00000002");
        assertThat(fixture.engine.explain("00000009")).isEmpty();
    }
}
