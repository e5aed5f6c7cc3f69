package dev.penstock.launcher.console;

import dev.penstock.analytics.ApplicationView;
import dev.penstock.analytics.InApplicationRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Tells why a stream has no rows: nothing came in, a window is still open, all were filtered out, or failed. */
final class MissingRows {
    private static final String ERRORS = "error_stream";

    private final ApplicationView view;
    private final Instant now;
    private final Set<String> asked = new LinkedHashSet<>();

    MissingRows(ApplicationView view, Instant now) {
        this.view = view;
        this.now = now;
    }

    /** One line for each reason; none when the stream has rows, or is the error stream. */
    List<String> why(ApplicationView.Stream stream) {
        List<String> reasons = new ArrayList<>();
        if (stream.rows() == 0 && !stream.name().equals(ERRORS)) {
            if (!view.status().status().equals("RUNNING")) {
                reasons.add("the application is %s".formatted(view.status().status()));
            }
            String waitsFor = view.waitsFor();
            if (waitsFor != null) {
                reasons.add("the application waits for " + waitsFor);
            }
            explain(stream, reasons);
        }
        return reasons;
    }

    private void explain(ApplicationView.Stream stream, List<String> reasons) {
        if (!asked.add(stream.name())) {
            return;
        }
        List<ApplicationView.Pump> feeders = view.pumps().stream()
                .filter(pump -> pump.into().equals(stream.name()))
                .toList();
        feeders.forEach(pump -> explain(pump, reasons));
        if (feeders.isEmpty()) {
            boolean isInput = stream.name().equals(view.streams().get(0).name());
            reasons.add(isInput ? noInput() : "no pump inserts into " + stream.name());
        }
    }

    private String noInput() {
        if (view.status().errorRows() > 0) {
            return "no record of the input became a row; %d went to %s, the last: %s"
                    .formatted(view.status().errorRows(), ERRORS, lastError());
        }
        return view.millisBehindLatest() > 0
                ? "the input is %d ms behind".formatted(view.millisBehindLatest())
                : "no record has come from the input since the application was created";
    }

    private void explain(ApplicationView.Pump pump, List<String> reasons) {
        if (pump.rowsIn() == 0) {
            reasons.add("pump %s got no row of %s".formatted(pump.name(), String.join(" or ", pump.from())));
            for (ApplicationView.Stream source : view.streams()) {
                if (pump.from().contains(source.name()) && source.rows() == 0) {
                    explain(source, reasons);
                }
            }
            return;
        }
        boolean isOpen = false;
        for (ApplicationView.Window window : pump.windows()) {
            if (window.isHeldBack() && window.held() > 0) {
                isOpen = true;
                reasons.add("pump %s holds %s in its %s; %s"
                        .formatted(
                                pump.name(),
                                Counted.of(window.held(), window.unit()),
                                window.description(),
                                closing(window)));
            }
        }
        if (pump.errorRows() > 0) {
            reasons.add("pump %s failed on %d of %d rows, see %s; the last: %s"
                    .formatted(pump.name(), pump.errorRows(), pump.rowsIn(), ERRORS, lastError()));
        }
        if (!isOpen && pump.errorRows() < pump.rowsIn()) {
            reasons.add("pump %s read %s and let none pass: its WHERE, HAVING or JOIN dropped them"
                    .formatted(pump.name(), Counted.of(pump.rowsIn() - pump.errorRows(), "rows")));
        }
    }

    private String closing(ApplicationView.Window window) {
        Instant closes = window.closesAt();
        return closes == null
                ? "no time closes it: " + window.closing()
                : "it closes at %s, in %d ms"
                        .formatted(
                                closes,
                                Math.max(0, Duration.between(now, closes).toMillis()));
    }

    private String lastError() {
        return view.streams().stream()
                .filter(stream -> stream.name().equals(ERRORS))
                .flatMap(stream -> stream.newest().stream())
                .reduce((first, second) -> second)
                .map(MissingRows::text)
                .orElse("not kept");
    }

    private static String text(InApplicationRow row) {
        return "%s: %s".formatted(row.columns().get("ERROR_NAME"), row.columns().get("MESSAGE"));
    }
}
