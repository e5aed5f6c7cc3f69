package dev.penstock.platform.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.metrics.Metric.Dimension;
import dev.penstock.platform.time.TestTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricStoreTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final MetricStore store = new MetricStore(TestTime.at(START), 10_000);

    private static Metric metric(String name) {
        return new Metric("app", name, List.of());
    }

    @Test
    void valuesOfOneSecondAreAddedUp() {
        store.put(metric("m"), START, "Count", Statistics.of(1));
        store.put(metric("m"), START.plusMillis(999), "Count", Statistics.of(5));

        assertThat(store.samples(metric("m"), 0, Long.MAX_VALUE)).hasSize(1);
        assertThat(store.total(metric("m"))).contains(new Statistics(2, 6, 1, 5));
    }

    @Test
    void orderOfDimensionsDoesNotTellMetricsApart() {
        Dimension a = new Dimension("a", "1");
        Dimension b = new Dimension("b", "2");

        store.put(new Metric("app", "m", List.of(a, b)), START, "None", Statistics.of(1));
        store.put(new Metric("app", "m", List.of(b, a)), START, "None", Statistics.of(1));

        assertThat(store.metrics()).containsExactly(new Metric("app", "m", List.of(a, b)));
    }

    @Test
    void oldestValuesLeaveWhenThereIsNoMoreRoom() {
        store.put(metric("first"), START, "None", Statistics.of(1));
        for (int second = 0; second < 1_000; second++) {
            store.put(metric("later"), START.plusSeconds(second), "None", Statistics.of(1));
        }

        MetricStore.Usage usage = store.usage();
        assertThat(usage.bytes()).isPositive().isLessThanOrEqualTo(10_000);
        assertThat(usage.trimmed()).isGreaterThan(900);
        assertThat(usage.puts()).isEqualTo(1_001);
        assertThat(store.metrics()).containsExactly(metric("later"));
        assertThat(store.samples(metric("later"), START.getEpochSecond() + 999, Long.MAX_VALUE))
                .hasSize(1);
    }

    @Test
    void metricWithVeryLongNamesDoesNotOutgrowTheStore() {
        for (int i = 0; i < 100; i++) {
            store.put(metric("m" + i + "x".repeat(2_000)), START, "None", Statistics.of(1));
        }

        assertThat(store.metrics()).hasSize(1);
        assertThat(store.usage().bytes()).isLessThanOrEqualTo(10_000);
    }
}
