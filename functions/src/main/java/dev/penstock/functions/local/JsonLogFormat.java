package dev.penstock.functions.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * JSON objects {@code time}, {@code type}, {@code record}. Source: Lambda developer guide, Monitoring function logs: JSON
 * structured format, and its table of levels of system log events.
 */
final class JsonLogFormat implements LogFormat {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final double NANOS_PER_MILLI = 1_000_000.0;
    private static final String WARN = "WARN";

    private final boolean quiet;

    /** @param level of Lambda's own lines: DEBUG, INFO or WARN; empty for INFO */
    JsonLogFormat(String level) {
        quiet = level.toUpperCase(Locale.ROOT).equals(WARN);
    }

    @Override
    public List<String> initStarted(Instant now, RuntimeName runtime) {
        return info(now, "platform.initStart", node -> {
            node.put("initializationType", "on-demand");
            node.put("phase", "init");
            node.put("runtimeVersion", runtime.version());
            node.put("runtimeVersionArn", runtime.arn());
        });
    }

    @Override
    public List<String> initFailed(Instant now, Duration took, String errorType) {
        return List.of(line(now, "platform.initReport", node -> {
            node.put("initializationType", "on-demand");
            node.put("phase", "init");
            node.put("status", Report.Outcome.ERROR.word());
            node.put("errorType", errorType);
            node.putObject("metrics").put("durationMs", millis(took));
        }));
    }

    @Override
    public List<String> started(Instant now, String requestId, String version) {
        return info(now, "platform.start", node -> {
            node.put("requestId", requestId);
            node.put("version", version);
        });
    }

    @Override
    public List<String> ended(Instant now, Report report) {
        Consumer<ObjectNode> content = node -> {
            node.put("requestId", report.requestId());
            ObjectNode metrics = node.putObject("metrics");
            metrics.put("durationMs", millis(report.duration()));
            metrics.put("billedDurationMs", report.billedMillis());
            metrics.put("memorySizeMB", report.memoryMb());
            metrics.put("maxMemoryUsedMB", report.memoryUsedMb());
            Duration init = report.init();
            if (init != null) {
                metrics.put("initDurationMs", millis(init));
            }
            node.put("status", report.outcome().word());
            if (report.errorType() != null) {
                node.put("errorType", report.errorType());
            }
        };
        return report.outcome() == Report.Outcome.SUCCESS
                ? info(now, "platform.report", content)
                : List.of(line(now, "platform.report", content));
    }

    private List<String> info(Instant now, String type, Consumer<ObjectNode> content) {
        return quiet ? List.of() : List.of(line(now, type, content));
    }

    private static String line(Instant now, String type, Consumer<ObjectNode> content) {
        ObjectNode line = Json.MAPPER.createObjectNode();
        line.put("time", TIME.format(now));
        line.put("type", type);
        content.accept(line.putObject("record"));
        return line.toString();
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / NANOS_PER_MILLI;
    }
}
