package dev.penstock.launcher.demo;

import dev.penstock.analytics.ApplicationStatus;
import dev.penstock.analytics.InApplicationRow;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.launcher.PipelineStatus;
import dev.penstock.rules.RuleCounters;
import dev.penstock.stream.StreamSummary;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.StringJoiner;

/**
 * What the demo shows while it runs: a line of totals for each hop, and the newest rows of the streaming SQL as the
 * article prints them, led by the time stamp that the service adds. Rows arrive on the application's thread; guarded by
 * {@code rows}.
 */
final class LiveView {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ROW_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
    private static final int ROWS_A_TICK = 3;

    private final Deque<InApplicationRow> rows = new ArrayDeque<>();
    private long unseen;

    /** Keeps a row for the next tick; more than a few in one tick are only counted. */
    void row(InApplicationRow row) {
        synchronized (rows) {
            if (rows.size() < ROWS_A_TICK) {
                rows.addLast(row);
            } else {
                unseen++;
            }
        }
    }

    /** The lines of one tick. */
    List<String> lines(Instant now, long published, PipelineStatus status) {
        List<String> lines = new ArrayList<>();
        lines.add(totals(now, published, status));
        synchronized (rows) {
            while (!rows.isEmpty()) {
                lines.add("             sql row  " + text(rows.removeFirst()));
            }
            if (unseen > 0) {
                lines.add("             sql row  ... and %d more".formatted(unseen));
                unseen = 0;
            }
        }
        return lines;
    }

    private static String totals(Instant now, long published, PipelineStatus status) {
        StringJoiner line = new StringJoiner(" | ", CLOCK.format(now) + "  ", "");
        line.add("devices %,d published".formatted(published));
        line.add("rules %,d matches"
                .formatted(status.rules().rules().values().stream()
                        .mapToLong(RuleCounters.PerRule::matched)
                        .sum()));
        line.add("streams %,d records"
                .formatted(status.streams().stream()
                        .mapToLong(StreamSummary::records)
                        .sum()));
        line.add("lambda %,d records in %,d calls"
                .formatted(
                        status.mappings().values().stream()
                                .mapToLong(EventSourceMapping.Counters::recordsDelivered)
                                .sum(),
                        status.mappings().values().stream()
                                .mapToLong(EventSourceMapping.Counters::invocations)
                                .sum()));
        line.add("dynamodb %,d puts".formatted(status.storeCalls().getOrDefault("PutItem", 0L)));
        line.add("sql %,d rows"
                .formatted(status.analytics().stream()
                        .flatMap(application -> application.rowsByStream().values().stream())
                        .mapToLong(Long::longValue)
                        .sum()));
        long errors = status.analytics().stream()
                .mapToLong(ApplicationStatus::errorRows)
                .sum();
        if (errors > 0) {
            line.add("sql errors %,d".formatted(errors));
        }
        broker(status).forEach(line::add);
        return line.toString();
    }

    /** What the broker did not let through, and what came from one elsewhere. */
    private static List<String> broker(PipelineStatus status) {
        List<String> parts = new ArrayList<>();
        if (status.broker().throttled() > 0) {
            parts.add("throttled %,d".formatted(status.broker().throttled()));
        }
        if (status.broker().eventsLeftOut() > 0) {
            parts.add("events left out %,d".formatted(status.broker().eventsLeftOut()));
        }
        status.mirror()
                .ifPresent(mirror -> parts.add("mirror %,d received, %,d waiting, %,d dropped"
                        .formatted(mirror.received(), mirror.waiting(), mirror.dropped())));
        return parts;
    }

    /** Led by the time stamp that the service adds, unless the stream carries it as its first column anyway. */
    private static String text(InApplicationRow row) {
        StringJoiner columns = new StringJoiner("  ");
        String rowTime = ROW_TIME.format(row.rowTime());
        List<String> values =
                row.columns().values().stream().map(String::valueOf).toList();
        if (values.isEmpty() || !values.get(0).equals(rowTime)) {
            columns.add(rowTime);
        }
        values.forEach(columns::add);
        return "%-22s %s".formatted(row.stream(), columns);
    }
}
