package dev.penstock.bench.micro;

import dev.penstock.broker.BrokerSettings;
import dev.penstock.broker.Brokers;
import dev.penstock.broker.MessageBroker;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.rules.RuleEngine;
import dev.penstock.rules.RuleSettings;
import dev.penstock.rules.RuleTargets;
import dev.penstock.rules.Rules;
import dev.penstock.rules.TopicRule;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A rules engine of which {@link #IN_FLIGHT} messages are under way at once, as many connections have them. */
final class EngineUnderLoad implements AutoCloseable {
    static final int IN_FLIGHT = 200;

    private final SystemTime time = new SystemTime();
    private final MessageBroker broker = Brokers.local(new BrokerSettings("127.0.0.1", 0), time);
    private final RuleEngine engine =
            Rules.local(AwsIdentity.DEFAULT, time, RuleTargets.of(new OpenStreams(), broker), RuleSettings.defaults());
    private final PublishedMessage message;

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
    private final CompletableFuture<Void>[] accepted = new CompletableFuture[IN_FLIGHT];

    EngineUnderLoad(String topic, Bytes payload) {
        message = new PublishedMessage("1", topic, payload, 1, false, "device", Instant.EPOCH);
        engine.start();
    }

    void rule(String name, String sql, List<TopicRule.ActionSpec> actions) {
        engine.create(new TopicRule(name, sql, "2016-03-23", false, actions, null));
    }

    /** Hands over all messages and returns when the last one is accepted. */
    void accept() {
        for (int i = 0; i < IN_FLIGHT; i++) {
            accepted[i] = engine.accept(message).toCompletableFuture();
        }
        // The last one first: then this thread parks once, not for every message.
        for (int i = IN_FLIGHT - 1; i >= 0; i--) {
            accepted[i].join();
        }
    }

    @Override
    public void close() {
        engine.close();
        broker.close();
        time.close();
    }
}
