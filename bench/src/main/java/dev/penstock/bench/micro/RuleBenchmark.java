package dev.penstock.bench.micro;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.rules.TopicRule;
import java.util.List;
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
 * A device's messages through the rules engine, from the broker's hand-over to the last action's acceptance: topic match,
 * one JSON parse, WHERE, SELECT, partition key, one JSON write. The stream behind it takes everything at once; 200
 * messages are under way, as many connections have them.
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

    /** The rule of the examples; one with arithmetic and a condition that holds; one whose condition does not. */
    public enum Rule {
        COPY("SELECT *, topic(2) AS deviceId, timestamp() AS eventTime FROM 'sensors/+'"),
        COMPUTE("SELECT temperature * 1.8 + 32 AS fahrenheit, place.room AS room FROM 'sensors/+'"
                + " WHERE temperature > 50 AND status = 'hot'"),
        REJECT("SELECT * FROM 'sensors/+' WHERE temperature > 90");

        private final String sql;

        Rule(String sql) {
            this.sql = sql;
        }
    }

    @Param
    private Rule rule;

    private EngineUnderLoad engine;

    @Setup
    public void start() {
        engine = new EngineUnderLoad("sensors/7", PAYLOAD);
        ObjectNode kinesis = Json.MAPPER
                .createObjectNode()
                .put("streamName", "bench")
                .put("partitionKey", "${topic(2)}")
                .put("roleArn", "arn:aws:iam::000000000000:role/bench");
        engine.rule("bench", rule.sql, List.of(new TopicRule.ActionSpec("kinesis", kinesis)));
    }

    @TearDown
    public void close() {
        engine.close();
    }

    @Benchmark
    @OperationsPerInvocation(EngineUnderLoad.IN_FLIGHT)
    public void accept() {
        engine.accept();
    }
}
