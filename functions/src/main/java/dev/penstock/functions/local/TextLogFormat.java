package dev.penstock.functions.local;

import dev.penstock.functions.runtime.ErrorDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Plain text. Source: lines recorded from the real service; parts are separated by tabs, REPORT ends with one. */
final class TextLogFormat implements LogFormat {
    private static final int TEN_MICROS = 10_000;
    private static final int HUNDRED = 100;

    @Override
    public List<String> initStarted(Instant now, RuntimeName runtime) {
        return List.of(
                "INIT_START Runtime Version: %s\tRuntime Version ARN: %s".formatted(runtime.version(), runtime.arn()));
    }

    @Override
    public List<String> initFailed(Instant now, Duration took, String errorType) {
        return List.of("INIT_REPORT Init Duration: %s ms\tPhase: init\tStatus: error\tError Type: %s"
                .formatted(millis(took), errorType));
    }

    @Override
    public List<String> started(Instant now, String requestId, String version) {
        return List.of("START RequestId: " + requestId + " Version: " + version);
    }

    @Override
    public List<String> ended(Instant now, Report report) {
        List<String> lines = new ArrayList<>(3);
        if (report.outcome() == Report.Outcome.TIMEOUT) {
            lines.add(now + " " + report.requestId() + " " + ErrorDocument.timeoutText(report.duration()));
        }
        lines.add("END RequestId: " + report.requestId());
        StringBuilder text = new StringBuilder("REPORT RequestId: ")
                .append(report.requestId())
                .append("\tDuration: ")
                .append(millis(report.duration()))
                .append(" ms\tBilled Duration: ")
                .append(report.billedMillis())
                .append(" ms\tMemory Size: ")
                .append(report.memoryMb())
                .append(" MB\tMax Memory Used: ")
                .append(report.memoryUsedMb())
                .append(" MB\t");
        Duration init = report.init();
        if (init != null) {
            text.append("Init Duration: ").append(millis(init)).append(" ms\t");
        }
        if (report.outcome() == Report.Outcome.TIMEOUT) {
            text.append("Status: timeout");
        } else if (report.errorType() != null) {
            text.append("Status: error\tError Type: ").append(report.errorType());
        }
        lines.add(text.toString());
        return lines;
    }

    /** Two decimals. */
    private static String millis(Duration duration) {
        long hundredths = duration.toNanos() / TEN_MICROS;
        long rest = hundredths % HUNDRED;
        return hundredths / HUNDRED + (rest < 10 ? ".0" : ".") + rest;
    }
}
