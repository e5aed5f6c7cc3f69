package dev.penstock.launcher.console;

import dev.penstock.analytics.ApplicationView;
import dev.penstock.analytics.InApplicationRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

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
            ApplicationView.Source source = stream.source();
            long inputs = view.streams().stream()
                    .filter(other -> other.source() != null)
                    .count();
            if (source == null) {
                reasons.add("no pump inserts into " + stream.name());
            } else {
                reasons.add(inputs == 1 ? noInput() : noInput(stream.name(), source, inputs));
            }
        }
    }

    /** Of one of several streams, among which the shards are divided. */
    private String noInput(String stream, ApplicationView.Source source, long inputs) {
        Optional<InApplicationRow> error =
                lastError(row -> String.valueOf(row.columns().get("MESSAGE")).startsWith(stream + ": "));
        if (error.isPresent()) {
            return "no record for %s became a row, see %s; the last: %s"
                    .formatted(stream, ERRORS, text(error.orElseThrow()));
        }
        if (source.shards().isEmpty() && view.status().status().equals("RUNNING")) {
            return "no shard is read into %s: the input has fewer shards than its %d streams".formatted(stream, inputs);
        }
        return view.millisBehindLatest() > 0
                ? "the input is %d ms behind".formatted(view.millisBehindLatest())
                : "no record has come from a shard of %s since the application was created".formatted(stream);
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
        return lastError(row -> true).map(MissingRows::text).orElse("not kept");
    }

    private Optional<InApplicationRow> lastError(Predicate<InApplicationRow> which) {
        return view.streams().stream()
                .filter(stream -> stream.name().equals(ERRORS))
                .flatMap(stream -> stream.newest().stream())
                .filter(which)
                .reduce((first, second) -> second);
    }

    private static String text(InApplicationRow row) {
        return "%s: %s".formatted(row.columns().get("ERROR_NAME"), row.columns().get("MESSAGE"));
    }
}
