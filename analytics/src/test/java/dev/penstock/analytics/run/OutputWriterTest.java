package dev.penstock.analytics.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.plan.ApplicationPlan;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.type.TypeKind;
import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.PutEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which rows go together. */
class OutputWriterTest {
    private static final StreamSchema SCHEMA =
            new StreamSchema("O", List.of(StreamColumn.nullable("N", ColumnType.of(TypeKind.INTEGER))));

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final SlowTarget target = new SlowTarget();
    private final Counters counters = new Counters(new ApplicationPlan(List.of(SCHEMA), List.of(), List.of()));
    private final InFlight.Gauge gauge = time.inFlight().gauge("test");
    private final Parking parking = new Parking(gauge, time);
    private final OutputWriter writer = new OutputWriter(
            new ApplicationSpec.Output("O", "out", "CSV"), SCHEMA, target, new Retries(parking), parking, counters);

    private void write(int... rows) {
        for (int row : rows) {
            writer.write(new Object[] {0L, row});
        }
    }

    @Test
    void rowThatFindsNothingUnderWayIsSentAtOnce() {
        target.isQuick = true;

        write(1, 2);

        assertThat(target.requests).containsExactly("1", "2");
        assertThat(counters.rowsOut()).isEqualTo(2);
    }

    @Test
    void rowsThatComeMeanwhileGoTogetherInTheNextRequest() {
        write(1, 2, 3);
        List<String> before = List.copyOf(target.requests);
        target.open.get(0).complete(List.of());
        write(4);
        target.open.get(1).complete(List.of());
        writer.flush();

        assertThat(before).containsExactly("1");
        assertThat(target.requests).containsExactly("1", "2,3,4");
        assertThat(counters.rowsOut()).isEqualTo(4);
    }

    @Test
    void whatARequestLeavesOverIsPutAgainAlone() throws Exception {
        write(1, 2, 3);
        target.open.get(0).complete(List.of());
        write(4);
        target.open.get(1).complete(target.last.subList(1, 2));
        target.isQuick = true;
        gauge.begin();
        Thread flush = Threads.start("flush", () -> {
            writer.flush();
            gauge.end();
        });
        time.settle();
        time.advance(Duration.ofSeconds(1));
        flush.join(30_000);

        assertThat(target.requests).containsExactly("1", "2,3,4", "3");
        assertThat(counters.rowsOut()).isEqualTo(4);
    }

    /** Leaves requests open until the test ends them. */
    private static final class SlowTarget implements RecordTarget {
        final List<String> requests = new ArrayList<>();
        final List<CompletableFuture<List<PutEntry>>> open = new ArrayList<>();
        List<PutEntry> last = List.of();
        boolean isQuick;

        @Override
        public CompletionStage<?> put(PutEntry record) {
            return putAll(List.of(record));
        }

        @Override
        public CompletionStage<List<PutEntry>> putAll(List<PutEntry> records) {
            last = records;
            requests.add(
                    records.stream().map(record -> record.data().utf8().strip()).collect(Collectors.joining(",")));
            CompletableFuture<List<PutEntry>> stage = new CompletableFuture<>();
            open.add(stage);
            if (isQuick) {
                stage.complete(List.of());
            }
            return stage;
        }
    }
}
