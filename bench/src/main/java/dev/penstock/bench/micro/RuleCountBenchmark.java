package dev.penstock.bench.micro;

import dev.penstock.platform.data.Bytes;
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

    private EngineUnderLoad engine;

    @Setup
    public void start() {
        engine = new EngineUnderLoad("sensors/0", PAYLOAD);
        for (int i = 0; i < rules.count; i++) {
            String sql = "SELECT *, topic(2) AS device FROM '%s' WHERE temperature > 50"
                    .formatted(rules.filter.formatted(i));
            engine.rule("rule" + i, sql, List.of());
        }
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
