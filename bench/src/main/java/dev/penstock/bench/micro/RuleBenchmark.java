package dev.penstock.bench.micro;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.broker.BrokerSettings;
import dev.penstock.broker.Brokers;
import dev.penstock.broker.MessageBroker;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.rules.RuleEngine;
import dev.penstock.rules.RuleSettings;
import dev.penstock.rules.RuleTargets;
import dev.penstock.rules.Rules;
import dev.penstock.rules.TopicRule;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One message through the rules engine, from the broker's hand-over to the last action's acceptance: topic match, one
 * JSON parse, WHERE, SELECT, partition key, one JSON write. The stream behind it takes everything at once.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RuleBenchmark {
    private static final Bytes PAYLOAD = Bytes.utf8(
            "{\"temperature\":71.5,\"humidity\":40,\"status\":\"hot\",\"place\":{\"room\":\"12\",\"floor\":3}}");

    /** The rule of the examples; one with arithmetic in WHERE that fires; one that does not. */
    @Param({
        "SELECT *, topic(2) AS deviceId, timestamp() AS eventTime FROM 'sensors/+'",
        "SELECT temperature * 1.8 + 32 AS fahrenheit, place.room AS room FROM 'sensors/+' WHERE temperature > 50 AND status = 'hot'",
        "SELECT * FROM 'sensors/+' WHERE temperature > 90"
    })
    private String sql;

    private SystemTime time;
    private MessageBroker broker;
    private RuleEngine engine;
    private PublishedMessage message;

    @Setup
    public void start() {
        time = new SystemTime();
        broker = Brokers.local(new BrokerSettings("127.0.0.1", 0), time);
        engine = Rules.local(
                AwsIdentity.DEFAULT, time, new RuleTargets(new OpenStreams(), broker), RuleSettings.defaults());
        engine.start();
        ObjectNode kinesis = Json.MAPPER
                .createObjectNode()
                .put("streamName", "bench")
                .put("partitionKey", "${topic(2)}")
                .put("roleArn", "arn:aws:iam::000000000000:role/bench");
        engine.create(new TopicRule(
                "bench", sql, "2016-03-23", false, List.of(new TopicRule.ActionSpec("kinesis", kinesis)), null));
        message = new PublishedMessage("1", "sensors/7", PAYLOAD, 1, false, "7", Instant.EPOCH);
    }

    @TearDown
    public void close() {
        engine.close();
        broker.close();
        time.close();
    }

    @Benchmark
    public void accept() {
        engine.accept(message).toCompletableFuture().join();
    }
}
