package dev.penstock.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.analytics.ApplicationStatus;
import dev.penstock.broker.BrokerCounters;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.launcher.PipelineStatus;
import dev.penstock.platform.logs.LogGroups;
import dev.penstock.platform.metrics.MetricStore;
import dev.penstock.rules.RuleCounters;
import dev.penstock.stream.StreamSummary;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BalanceSheetTest {
    private static final Map<String, String> CONSUMERS = Map.of("events", "events -> warn", "telemetry", "abnormal");

    @Test
    void runWithoutLossBalances() {
        BalanceSheet sheet = sheet(new BalanceSheet.Witness(10, 10, 4), 10, 4);

        assertThat(sheet.balanced()).isTrue();
        assertThat(sheet.entries()).hasSize(8);
    }

    @Test
    void recordThatWasNotDeliveredUnbalancesItsStream() {
        BalanceSheet sheet = sheet(new BalanceSheet.Witness(10, 10, 4), 9, 4);

        assertThat(sheet.balanced()).isFalse();
        assertThat(sheet.entries().stream().filter(entry -> !entry.balanced()))
                .singleElement()
                .isEqualTo(new BalanceSheet.Entry("stream events", "records in", 10, "delivered to events -> warn", 9));
    }

    @Test
    void warningThatWasNotWrittenUnbalancesTheStore() {
        BalanceSheet sheet = sheet(new BalanceSheet.Witness(10, 10, 4), 10, 3);

        assertThat(sheet.entries().stream().filter(entry -> !entry.balanced()))
                .singleElement()
                .extracting(BalanceSheet.Entry::hop)
                .isEqualTo("store");
    }

    private static BalanceSheet sheet(BalanceSheet.Witness devices, long delivered, long putItems) {
        PipelineStatus status = new PipelineStatus(
                new BrokerCounters(2, 10, 10, 0),
                Optional.empty(),
                new RuleCounters(10, Map.of("all", new RuleCounters.PerRule(10, 0, 10, 0))),
                List.of(stream("events"), stream("telemetry")),
                Map.of("events -> warn", new EventSourceMapping.Counters(10, delivered, 0, 0, 3, 0, 0)),
                List.of(new ApplicationStatus("abnormal", "RUNNING", 10, 0, Map.of("HOT", 4L), 4, 0)),
                Map.of("PutItem", putItems),
                new LogGroups.Usage(0, 0, 0, 0),
                new MetricStore.Usage(0, 0, 0, 0, 0),
                Map.of());
        return BalanceSheet.of(devices, status, CONSUMERS, "HOT");
    }

    private static StreamSummary stream(String name) {
        return new StreamSummary(name, "arn:" + name, 1, Duration.ofHours(24), 10, 1000);
    }
}
