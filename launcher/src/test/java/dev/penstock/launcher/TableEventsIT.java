package dev.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.platform.aws.Arn;
import dev.penstock.store.TableSpec;
import dev.penstock.store.Tables;
import dev.penstock.stream.StartingPosition;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream of a table of DynamoDB Local feeds a function. */
class TableEventsIT {
    @TempDir
    Path directory;

    @Test
    void changesOfATableReachTheFunctionThroughItsFilter() throws Exception {
        try (RunningPipeline pipeline = RunningPipeline.start(directory, template())) {
            Tables tables = pipeline.emulator().tables();
            tables.create(new TableSpec("things", new TableSpec.Key("id", "S"), null, 0, 0)
                    .withStream(TableSpec.StreamView.NEW_AND_OLD_IMAGES));
            Arn real = Arn.parse(tables.streamArn("things").orElseThrow());
            EventSourceMapping mapping = pipeline.emulator()
                    .functions()
                    .mappings()
                    .create(inserts("arn:aws:dynamodb:us-east-1:000000000000:" + real.resource()));

            put(tables, 1);
            put(tables, 1);
            put(tables, 2);
            tables.delete("things", Map.of("id", "k1")).toCompletableFuture().get(1, TimeUnit.MINUTES);

            Awaitility.await("insertion, change and deletion are read; writing the same again is no change")
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> {
                        assertThat(mapping.counters().recordsRead()).isEqualTo(3);
                        assertThat(mapping.counters().recordsDelivered()).isEqualTo(1);
                        assertThat(mapping.counters().recordsFiltered()).isEqualTo(2);
                        assertThat(mapping.lastProcessingResult()).isEqualTo("OK");
                    });
        }
    }

    private static void put(Tables tables, int value) throws Exception {
        tables.put("things", Map.of("id", "k1", "a", BigDecimal.valueOf(value)))
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
    }

    private static EventSourceMappingSpec inserts(String source) {
        return new EventSourceMappingSpec(
                source,
                "taker",
                new StartingPosition.TrimHorizon(),
                10,
                Duration.ZERO,
                1,
                -1,
                -1,
                false,
                false,
                Duration.ZERO,
                List.of("{\"eventName\":[\"INSERT\"]}"),
                Optional.empty(),
                true);
    }

    private String template() {
        return """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Taker:
                    Type: AWS::Serverless::Function
                    Properties:
                      FunctionName: taker
                      Runtime: java17
                      Handler: dev.penstock.launcher.handlers.CountingHandler
                      CodeUri: %s
                """.formatted(HandlerFolder.create(directory));
    }
}
