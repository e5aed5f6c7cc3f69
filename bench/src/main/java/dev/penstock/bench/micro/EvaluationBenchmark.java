package dev.penstock.bench.micro;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.eval.MessageInput;
import dev.penstock.rules.eval.Outcome;
import dev.penstock.rules.eval.Payload;
import dev.penstock.rules.eval.Program;
import dev.penstock.rules.eval.RuleCompiler;
import dev.penstock.rules.function.FunctionRegistry;
import dev.penstock.rules.sql.RuleSql;
import dev.penstock.rules.sql.SqlVersion;
import java.io.IOException;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * One rule on one payload, from the published bytes to the output bytes, beside the floor: Jackson's streaming parser
 * walking over the same bytes without keeping anything. The ratios of {@code copy} (goal: 1.5) and {@code compute}
 * (goal: 3) to {@code floor} are what counts. Compare medians (p0.50) of one run: means suffer from what else runs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class EvaluationBenchmark {
    private static final String COPY = "SELECT *, topic(2) AS device FROM 'sensors/+' WHERE temperature > 50";
    private static final String COMPUTE = "SELECT temperature * 2 + humidity - battery / 4 + pressure * 0.1 AS x"
            + " FROM 'sensors/+' WHERE temperature * 2 + humidity - battery / 4 > 10 AND pressure - 100 > humidity"
            + " AND status = 'running'";
    private static final int READINGS = 12;

    /** What a device sends. */
    public enum Message {
        /** About 200 bytes, 8 members. */
        SMALL(small()),
        /** About 2 KB: the same members, and nested ones. */
        LARGE(large());

        private final Bytes bytes;

        Message(String json) {
            bytes = Bytes.utf8(json);
        }
    }

    @Param
    private Message message;

    private JsonFactory factory;
    private Program copy;
    private Program compute;

    @Setup
    public void compile() {
        factory = new JsonFactory();
        copy = program(COPY);
        compute = program(COMPUTE);
        for (Program program : new Program[] {copy, compute}) {
            if (!evaluate(program).fired()) {
                throw new IllegalStateException(
                        "the rule does not fire: " + program.statement().sql());
            }
        }
    }

    @Benchmark
    public int floor() throws IOException {
        int tokens = 0;
        try (JsonParser parser = factory.createParser(message.bytes.shared())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                tokens++;
            }
        }
        return tokens;
    }

    @Benchmark
    public Bytes copy() {
        return evaluate(copy).output();
    }

    @Benchmark
    public Bytes compute() {
        return evaluate(compute).output();
    }

    private Outcome evaluate(Program program) {
        MessageInput input = new MessageInput(
                "sensors/press-17", new Payload(message.bytes), "press-17", 1_760_000_000_000L, "000000000000", "", 1);
        return program.run(program.begin(input, "bench"));
    }

    private static Program program(String sql) {
        FunctionRegistry functions = new FunctionRegistry();
        return new RuleCompiler(functions).compile(RuleSql.parse(sql, SqlVersion.V2016, functions));
    }

    private static String members() {
        return "\"deviceId\":\"press-17\",\"timestamp\":1760000000123,\"temperature\":71.5,\"humidity\":40,"
                + "\"pressure\":1013.25,\"battery\":87,\"status\":\"running\",\"note\":\"bearing 3 replaced on Monday, nothing to report\"";
    }

    private static String small() {
        return "{" + members() + "}";
    }

    private static String large() {
        StringBuilder json = new StringBuilder("{").append(members());
        json.append(",\"location\":{\"site\":\"north\",\"hall\":{\"number\":4,\"name\":\"Presswerk\"},")
                .append("\"position\":[48.137154,11.576124]},\"readings\":[");
        for (int i = 0; i < READINGS; i++) {
            json.append(i == 0 ? "" : ",")
                    .append(
                            "{\"sensor\":\"bearing-%02d\",\"at\":%d,\"value\":%d.%02d,\"unit\":\"mm/s\",\"ok\":%b,\"flags\":[%d,null]}"
                                    .formatted(i, 1_760_000_000_000L + i, i * 3, 17 + i, i % 3 != 0, i));
        }
        return json.append(
                        "],\"firmware\":{\"version\":\"4.2.1\",\"build\":\"2026-02-11T08:00:00Z\",\"channel\":\"stable\"},")
                .append("\"tags\":[\"hydraulic\",\"line 3\",\"shift B\",\"audited\"],\"maintenance\":{\"due\":false,")
                .append(
                        "\"last\":\"2026-01-15\",\"by\":\"Andr\\u00e9 Gruber\",\"hours\":1873.75,\"parts\":{\"seal\":2,\"filter\":1}}}")
                .toString();
    }
}
