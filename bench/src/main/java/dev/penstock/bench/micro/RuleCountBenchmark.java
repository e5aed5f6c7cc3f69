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
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One message through the engine while it has many rules: one, a thousand on filters of their own of which one matches
 * (goal: at most twice the cost of one), and a thousand that all match. No rule fires, so that only finding and
 * evaluating them is measured. One run gives all three, which makes them comparable.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RuleCountBenchmark {
    private static final int IN_FLIGHT = 200;
    private static final Bytes PAYLOAD = Bytes.utf8(
            "{\"temperature\":41.5,\"humidity\":40,\"status\":\"cold\",\"place\":{\"room\":\"12\",\"floor\":3}}");

    /** Which rules there are. */
    public enum Load {
        ONE(1, "sensors/%d"),
        THOUSAND_FILTERS(1000, "sensors/%d"),
        THOUSAND_MATCHING(1000, "sensors/+");

        private final int count;
        private final String filter;

        Load(int count, String filter) {
            this.count = count;
            this.filter = filter;
        }
    }

    @Param
    private Load rules;

    private SystemTime time;
    private MessageBroker broker;
    private RuleEngine engine;
    private PublishedMessage message;
    private CompletableFuture<Void>[] accepted;

    @Setup
    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
    public void start() {
        accepted = new CompletableFuture[IN_FLIGHT];
        time = new SystemTime();
        broker = Brokers.local(new BrokerSettings("127.0.0.1", 0), time);
        engine = Rules.local(
                AwsIdentity.DEFAULT, time, RuleTargets.of(new OpenStreams(), broker), RuleSettings.defaults());
        engine.start();
        for (int i = 0; i < rules.count; i++) {
            String sql = "SELECT *, topic(2) AS device FROM '%s' WHERE temperature > 50"
                    .formatted(rules.filter.formatted(i));
            engine.create(new TopicRule("rule" + i, sql, "2016-03-23", false, List.of(), null));
        }
        message = new PublishedMessage("1", "sensors/0", PAYLOAD, 1, false, "0", Instant.EPOCH);
    }

    @TearDown
    public void close() {
        engine.close();
        broker.close();
        time.close();
    }

    @Benchmark
    @OperationsPerInvocation(IN_FLIGHT)
    public void accept() {
        for (int i = 0; i < IN_FLIGHT; i++) {
            accepted[i] = engine.accept(message).toCompletableFuture();
        }
        for (int i = IN_FLIGHT - 1; i >= 0; i--) {
            accepted[i].join();
        }
    }
}
