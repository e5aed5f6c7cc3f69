package dev.penstock.launcher;

import dev.penstock.analytics.ApplicationStatus;
import dev.penstock.broker.BrokerCounters;
import dev.penstock.broker.MirrorCounters;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.platform.logs.LogGroups;
import dev.penstock.platform.metrics.MetricStore;
import dev.penstock.rules.RuleCounters;
import dev.penstock.stream.StreamSummary;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counters of every hop at one moment.
 *
 * @param mirror of a broker elsewhere, when there is one
 * @param mappings by {@code stream -> function}
 * @param storeCalls successful DynamoDB calls through the endpoint, by operation
 * @param logs how full the log groups are, and how many events had to go
 * @param metrics how full the metrics are, and how many values had to go
 * @param inFlight hops that are busy, with the work they hold
 */
public record PipelineStatus(
        BrokerCounters broker,
        Optional<MirrorCounters> mirror,
        RuleCounters rules,
        List<StreamSummary> streams,
        Map<String, EventSourceMapping.Counters> mappings,
        List<ApplicationStatus> analytics,
        Map<String, Long> storeCalls,
        LogGroups.Usage logs,
        MetricStore.Usage metrics,
        Map<String, Long> inFlight) {}
