package dev.penstock.launcher.demo;

import dev.penstock.analytics.ApplicationStatus;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.launcher.PipelineStatus;
import dev.penstock.rules.RuleCounters;
import dev.penstock.stream.StreamSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a run lost or invented anything: at each hop, what went in must equal what came out. The devices are the
 * independent witness, they count what they published and what of it was hot.
 *
 * @param entries in the order of the hops
 */
public record BalanceSheet(List<Entry> entries) {

    public BalanceSheet {
        entries = List.copyOf(entries);
    }

    /** Whether every entry is balanced. */
    public boolean balanced() {
        return entries.stream().allMatch(Entry::balanced);
    }

    /**
     * One equation.
     *
     * @param hop where in the pipeline
     * @param in what went in, in words
     * @param out what came out, in words
     */
    public record Entry(String hop, String in, long inCount, String out, long outCount) {
        /** Whether both sides are equal. */
        public boolean balanced() {
            return inCount == outCount;
        }
    }

    /**
     * What the devices saw.
     *
     * @param published messages sent
     * @param acknowledged of these, those with a PUBACK
     * @param hot acknowledged ones above the threshold: each must become a warning and a row
     */
    public record Witness(long published, long acknowledged, long hot) {}

    /**
     * Draws up the sheet.
     *
     * @param consumers stream name to what reads it: the key of a mapping ({@code stream -> function}) or an application name
     * @param rowStream in-application stream that gets one row for each hot event
     */
    public static BalanceSheet of(
            Witness devices, PipelineStatus status, Map<String, String> consumers, String rowStream) {
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(
                "devices", "messages published", devices.published(), "acknowledged", devices.acknowledged()));
        entries.add(new Entry(
                "broker",
                "acknowledged",
                devices.acknowledged(),
                "messages at the rules",
                status.rules().messages()));
        status.rules().rules().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(rule -> addRule(
                        entries, rule.getKey(), rule.getValue(), status.rules().messages()));
        for (StreamSummary stream : status.streams()) {
            String consumer = consumers.get(stream.name());
            if (consumer != null) {
                entries.add(new Entry(
                        "stream " + stream.name(),
                        "records in",
                        stream.records(),
                        "delivered to " + consumer,
                        delivered(consumer, status)));
            }
        }
        entries.add(new Entry(
                "store",
                "warnings",
                devices.hot(),
                "items written or replaced",
                status.storeCalls().getOrDefault("PutItem", 0L)));
        long rows = status.analytics().stream()
                .mapToLong(application -> application.rowsByStream().getOrDefault(rowStream, 0L))
                .sum();
        entries.add(new Entry("analytics", "matching events", devices.hot(), "rows in " + rowStream, rows));
        return new BalanceSheet(entries);
    }

    private static void addRule(List<Entry> entries, String name, RuleCounters.PerRule rule, long messages) {
        entries.add(new Entry(
                "rule " + name,
                "messages",
                messages,
                "%d matches + %d non-matches".formatted(rule.matched(), rule.notMatched()),
                rule.matched() + rule.notMatched()));
        entries.add(new Entry("rule " + name, "matches", rule.matched(), "actions succeeded", rule.actionsSucceeded()));
    }

    private static long delivered(String consumer, PipelineStatus status) {
        EventSourceMapping.Counters mapping = status.mappings().get(consumer);
        if (mapping != null) {
            return mapping.recordsDelivered();
        }
        return status.analytics().stream()
                .filter(application -> application.name().equals(consumer))
                .mapToLong(ApplicationStatus::rowsIn)
                .sum();
    }
}
