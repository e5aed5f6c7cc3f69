package dev.penstock.functions.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.functions.Destinations;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.MappingSettings;
import dev.penstock.functions.event.KinesisSource;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamPersistence;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.Streams;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingRestartTest {
    private static final EventSourceMappingSpec LATEST = EventSourceMappingSpec.of(
                    AwsIdentity.DEFAULT.arn("kinesis", "stream/s").toString(), "f", new StartingPosition.Latest())
            .withBatch(2, Duration.ZERO)
            .withRetries(-1);

    @TempDir
    private Path path;

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final ScriptedFunction function = new ScriptedFunction(time);

    /** The part of a pipeline that is of interest, for as long as a test says. */
    private List<String> run(Step step) {
        int before = function.calls().size();
        Streams streams = StreamFactory.local(
                        AwsIdentity.DEFAULT,
                        time,
                        StreamSettings.defaults().withPersistence(StreamPersistence.in(path)))
                .streams();
        try (LocalMappings mappings = new LocalMappings(
                AwsIdentity.DEFAULT,
                time,
                List.of(KinesisSource.of(streams)),
                function,
                Destinations.NONE,
                MappingSettings.DEFAULT)) {
            streams.start();
            streams.create(new StreamSpec("s", 1, StreamSpec.DEFAULT_RETENTION));
            step.run(streams, mappings);
            time.settle();
        } finally {
            streams.close();
        }
        return function.calls().stream()
                .skip(before)
                .flatMap(call -> call.data().stream())
                .toList();
    }

    private static void put(Streams streams, String... data) {
        for (String one : data) {
            streams.put("s", "key", Bytes.utf8(one)).toCompletableFuture().join();
        }
    }

    @Test
    void mappingWithLatestTakesWhatCameBetweenItsLastBatchAndTheRestart() {
        List<String> first = run((streams, mappings) -> {
            put(streams, "before");
            mappings.create(LATEST);
            put(streams, "a");
            time.settle();
            function.answer(call -> ScriptedFunction.fail());
            put(streams, "b");
        });
        function.answer(call -> ScriptedFunction.succeed());

        List<String> second = run((streams, mappings) -> {
            put(streams, "c");
            mappings.create(LATEST);
            put(streams, "d");
        });
        List<String> third = run((streams, mappings) -> mappings.create(LATEST));

        assertThat(first).containsExactly("a", "b");
        assertThat(second).containsExactly("b", "c", "d");
        assertThat(third).isEmpty();
    }

    private interface Step {
        void run(Streams streams, LocalMappings mappings);
    }
}
