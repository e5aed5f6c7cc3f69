package dev.penstock.rules.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.TestTime;
import dev.penstock.rules.RuleCounters;
import dev.penstock.rules.RuleEngine;
import dev.penstock.rules.RuleSettings;
import dev.penstock.rules.RuleTargets;
import dev.penstock.rules.Rules;
import dev.penstock.rules.TopicRule;
import dev.penstock.rules.TopicRule.ActionSpec;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** An engine with a test clock between a loopback broker and controlled streams. */
final class EngineFixture implements AutoCloseable {
    static final String V2 = "2016-03-23";

    final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    final ControlledStreams streams = new ControlledStreams();
    final LoopbackBroker broker = new LoopbackBroker(time);
    final RuleEngine engine;

    EngineFixture() {
        this(settings(2, 256));
    }

    EngineFixture(RuleSettings settings) {
        this(settings, targets -> targets);
    }

    /** @param more adds further targets */
    EngineFixture(RuleSettings settings, UnaryOperator<RuleTargets> more) {
        engine = Rules.local(AwsIdentity.DEFAULT, time, more.apply(RuleTargets.of(streams, broker)), settings);
        broker.onPublish(engine);
        engine.start();
    }

    /** Closing does not wait: what is open in these tests stays open. */
    static RuleSettings settings(int lanes, int queuedMessages) {
        return new RuleSettings(lanes, 1 << 20, queuedMessages, Duration.ZERO);
    }

    void rule(String name, String sql, ActionSpec... actions) {
        engine.create(new TopicRule(name, sql, V2, false, List.of(actions), null));
    }

    static ActionSpec kinesis(String stream, String key) {
        return action("kinesis", "{'streamName':'%s','partitionKey':'%s'}".formatted(stream, key));
    }

    static ActionSpec republish(String topic) {
        return action("republish", "{'topic':'%s'}".formatted(topic));
    }

    /** @param parameters JSON with single quotes */
    static ActionSpec action(String kind, String parameters) {
        return new ActionSpec(kind, json(parameters.replace('\'', '"')));
    }

    static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    RuleCounters.PerRule count(String rule) {
        return Objects.requireNonNull(engine.counters().rules().get(rule), rule);
    }

    String explain(int message) {
        time.settle();
        return engine.explain(broker.message(message).id()).orElseThrow().text();
    }

    @Override
    public void close() {
        engine.close();
    }
}
