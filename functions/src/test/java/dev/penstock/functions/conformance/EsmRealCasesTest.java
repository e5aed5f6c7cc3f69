package dev.penstock.functions.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.Destinations;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.FunctionFolder;
import dev.penstock.functions.FunctionServices;
import dev.penstock.functions.FunctionSettings;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.Functions;
import dev.penstock.functions.FunctionsFactory;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.logs.LogGroups;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamPersistence;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.Streams;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Event source mappings with real functions and with a restart. */
class EsmRealCasesTest {
    static final Map<String, LambdaCase.Script> SCRIPTS = new TreeMap<>();

    @TempDir
    private static Path folder;

    static {
        SCRIPTS.put("ESM-041", EsmRealCasesTest::timeoutCounts);
        SCRIPTS.put("ESM-042", EsmRealCasesTest::failedInitCounts);
        SCRIPTS.put("ESM-080", EsmRealCasesTest::restart);
    }

    static Stream<LambdaCase> cases() {
        return SCRIPTS.keySet().stream().map(LambdaCases::get);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void caseHolds(LambdaCase given) throws Exception {
        LambdaCase.Script script = SCRIPTS.get(given.id());

        assertThat(script).isNotNull();
        script.run(given);
    }

    private static void timeoutCounts(LambdaCase given) throws IOException {
        try (Real real = new Real("example.handlers.KinesisTroubles::hanging", folder.resolve("hanging"))) {
            EventSourceMapping mapping = real.map(given);
            real.put("bad");
            await("two attempts of a second each")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> !real.queue.isEmpty());

            assertThat(mapping.counters().invocations())
                    .isEqualTo(given.expect().get("invokes").longValue());
            assertThat(real.queue)
                    .singleElement()
                    .extracting(
                            body -> body.at("/responseContext/functionError").asText())
                    .isEqualTo(given.expect()
                            .get("q body.responseContext.functionError")
                            .asText());
        }
    }

    private static void failedInitCounts(LambdaCase given) throws IOException {
        try (Real real = new Real("example.handlers.BrokenHandlers$ThrowingConstructor", folder.resolve("broken"))) {
            EventSourceMapping mapping = real.map(given);
            real.put("bad");
            await("two attempts").atMost(Duration.ofSeconds(60)).until(() -> !real.queue.isEmpty());

            assertThat(mapping.counters().invocations()).isEqualTo(2);
            assertThat(real.queue).hasSize(given.expect().get("q messages").intValue());
            assertThat(String.join("\n", real.functions.logs("f", 1_000)).split("no table", -1))
                    .hasSizeGreaterThanOrEqualTo(3);
        }
    }

    private static void restart(LambdaCase given) {
        StreamSettings kept =
                StreamSettings.defaults().withPersistence(StreamPersistence.in(folder.resolve("streams")));
        List<String> first;
        try (EsmBench bench = new EsmBench(kept)) {
            bench.createStream(given);
            bench.answer(call -> bench.calls.size() == 1 ? EsmBench.success("null") : new CompletableFuture<>());
            bench.map(given);
            bench.putNumbers(25);
            bench.time.settle();
            first = bench.data();
        }
        List<String> second;
        try (EsmBench bench = new EsmBench(kept)) {
            bench.createStream(given);
            bench.map(given);
            bench.time.settle();
            second = bench.data();
        }

        assertThat(first).contains("0");
        assertThat(second)
                .containsAll(IntStream.range(10, 25).mapToObj(Integer::toString).toList());
        assertThat(second).doesNotContain("0").doesNotHaveDuplicates();
    }

    /** Functions on this machine, a stream, and a queue for what is discarded. */
    private static final class Real implements Destinations, AutoCloseable {
        private final SystemTime time = new SystemTime(); // the handlers run in real time
        private final List<JsonNode> queue = new CopyOnWriteArrayList<>();
        private final Streams streams;
        private final Functions functions;

        Real(String handler, Path folder) throws IOException {
            AwsIdentity identity = AwsIdentity.DEFAULT;
            streams = StreamFactory.local(identity, time, StreamSettings.defaults())
                    .streams();
            streams.start();
            streams.create(new StreamSpec("s", 1, StreamSpec.DEFAULT_RETENTION));
            FunctionServices services = FunctionServices.of(
                            streams, new LogGroups(identity, time, LogGroups.DEFAULT_MAX_BYTES))
                    .withDestinations(this);
            functions = FunctionsFactory.local(identity, time, services, FunctionSettings.of(Map.of()));
            functions.start();
            functions
                    .catalog()
                    .create(new FunctionSpec(
                            "f",
                            "java17",
                            handler,
                            FunctionFolder.java(folder.resolve("code")),
                            Duration.ofSeconds(1),
                            256,
                            Map.of()));
        }

        EventSourceMapping map(LambdaCase given) {
            return functions.mappings().create(EsmBench.spec(given.setup().get("esm")));
        }

        void put(String data) {
            streams.put("s", "key", Bytes.utf8(data)).toCompletableFuture().join();
        }

        @Override
        public void check(String targetArn) {}

        @Override
        public CompletionStage<Void> send(String targetArn, Delivery delivery) {
            queue.add(EsmBench.read(delivery.body()));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            functions.close();
            streams.close();
            time.close();
        }
    }
}
