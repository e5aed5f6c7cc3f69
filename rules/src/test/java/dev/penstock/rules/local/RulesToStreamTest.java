package dev.penstock.rules.local;

import static dev.penstock.rules.local.EngineFixture.V2;
import static dev.penstock.rules.local.EngineFixture.kinesis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.TestTime;
import dev.penstock.rules.RuleEngine;
import dev.penstock.rules.RuleSettings;
import dev.penstock.rules.RuleTargets;
import dev.penstock.rules.Rules;
import dev.penstock.rules.TopicRule;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamRecord;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules in front of the real local streams. */
class RulesToStreamTest {
    private static final int SMALL = 64 * 1024;

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final LoopbackBroker broker = new LoopbackBroker(time);
    private final Streams streams = StreamFactory.local(
                    AwsIdentity.DEFAULT,
                    time,
                    new StreamSettings(SMALL, SMALL).withWhenFull(StreamSettings.WhenFull.DROP_CONSUMED))
            .streams();
    private final RuleEngine engine =
            Rules.local(AwsIdentity.DEFAULT, time, RuleTargets.of(streams, broker), RuleSettings.defaults());
    private final List<ShardReader> readers = new ArrayList<>();

    @BeforeEach
    void start() {
        streams.start();
        streams.create(new StreamSpec("events", 1, StreamSpec.DEFAULT_RETENTION));
        streams.subscribe("events", "test", new StartingPosition.TrimHorizon(), readers::add);
        broker.onPublish(engine);
        engine.create(
                new TopicRule("all", "SELECT n FROM '#'", V2, false, List.of(kinesis("events", "${topic()}")), null));
        engine.start();
    }

    @AfterEach
    void close() {
        engine.close();
        streams.close();
    }

    @Test
    void slowConsumerHoldsThePublisherAndNothingIsLost() {
        List<CompletableFuture<Void>> accepted = new ArrayList<>();
        for (int n = 0; n < 2_000; n++) {
            accepted.add(broker.publish("a", "{\"n\":%d}".formatted(n), "c1").toCompletableFuture());
        }
        time.settle();
        long acknowledgedWhileFull =
                accepted.stream().filter(CompletableFuture::isDone).count();

        List<String> read = readAll();

        assertThat(acknowledgedWhileFull).isPositive().isLessThan(2_000);
        assertThat(accepted).allMatch(CompletableFuture::isDone);
        assertThat(read).hasSize(2_000).element(1_999).isEqualTo("{\"n\":1999}");
    }

    @Test
    void explanationNamesTheRecordThatWasWritten() {
        broker.publish("a", "{\"n\":1}", "c1");
        time.settle();

        String text = engine.explain("00000001").orElseThrow().text();

        StreamRecord record = readers.get(0).poll(1, SMALL).get(0);
        assertThat(text)
                .contains("shardId         = shardId-000000000000")
                .contains("sequenceNumber  = " + record.sequenceNumber());
    }

    @Test
    void missingStreamFailsTheActionByName() {
        engine.create(new TopicRule("lost", "SELECT * FROM 'x'", V2, false, List.of(kinesis("nowhere", "k")), null));

        broker.publish("x", "{}", "c1");
        time.settle();

        assertThat(engine.explain("00000001").orElseThrow().text())
                .contains("ACTION  1 kinesis failed: ResourceNotFoundException: ");
    }

    private List<String> readAll() {
        List<String> data = new ArrayList<>();
        ShardReader reader = readers.get(0);
        for (List<StreamRecord> batch = poll(reader); !batch.isEmpty(); batch = poll(reader)) {
            batch.forEach(record -> data.add(record.data().utf8()));
        }
        return data;
    }

    private List<StreamRecord> poll(ShardReader reader) {
        List<StreamRecord> batch = reader.poll(100, SMALL);
        if (!batch.isEmpty()) {
            reader.checkpoint(batch.get(batch.size() - 1).sequenceNumber());
        }
        time.settle();
        return batch;
    }
}
