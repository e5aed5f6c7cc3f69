package dev.penstock.analytics.local;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationStatus;
import dev.penstock.analytics.ApplicationView;
import dev.penstock.analytics.InApplicationRow;
import dev.penstock.analytics.plan.ApplicationPlan;
import dev.penstock.analytics.plan.PumpPlan;
import dev.penstock.analytics.run.Counters;
import dev.penstock.analytics.run.ErrorStream;
import dev.penstock.analytics.run.Observation;
import dev.penstock.analytics.run.PumpCounters;
import dev.penstock.analytics.run.ShownRow;
import dev.penstock.analytics.run.StreamLog;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.window.Holding;
import dev.penstock.analytics.window.Watermark;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts together what is known of an application. */
record ApplicationViews(ApplicationSpec spec, ApplicationPlan plan, Counters counters) {
    private static final String ROWS_ALONE =
            "a query sets the row time, so that rows alone move it and the clock does not";

    ApplicationView of(ApplicationStatus status, Observation observation, @Nullable String waitsFor) {
        List<ApplicationView.Stream> streams = Stream.of(plan.inputs(), plan.streams(), List.of(ErrorStream.SCHEMA))
                .flatMap(List::stream)
                .map(schema -> stream(schema, observation))
                .toList();
        List<ApplicationView.Pump> pumps =
                plan.pumps().stream().map(pump -> pump(pump, observation)).toList();
        return new ApplicationView(status, observation.millisBehind(), waitsFor, streams, pumps, plan.describe());
    }

    private ApplicationView.Stream stream(StreamSchema schema, Observation observation) {
        StreamLog seen = counters.stream(schema.name());
        List<InApplicationRow> newest = seen.newest().stream()
                .map(row -> ShownRow.of(spec.name(), schema, row.rowTime(), row.values()))
                .toList();
        long watermark = seen.watermark();
        return new ApplicationView.Stream(
                schema.name(),
                source(schema, observation),
                seen.rows(),
                watermark == Long.MIN_VALUE ? null : Instant.ofEpochMilli(watermark),
                newest);
    }

    private ApplicationView.@Nullable Source source(StreamSchema schema, Observation observation) {
        int input = plan.inputs().indexOf(schema);
        if (input < 0) {
            return null;
        }
        boolean isKnown = input < observation.shards().size();
        return new ApplicationView.Source(isKnown ? observation.shards().get(input) : List.of());
    }

    private ApplicationView.Pump pump(PumpPlan pump, Observation observation) {
        Set<String> from = new TreeSet<>();
        pump.query().sources(from);
        PumpCounters counts = counters.pump(pump.name());
        List<ApplicationView.Window> windows = observation.windows().getOrDefault(pump.name(), List.of()).stream()
                .map(ApplicationViews::window)
                .toList();
        return new ApplicationView.Pump(
                pump.name(),
                List.copyOf(from),
                pump.target().name(),
                counts.rowsIn(),
                counts.rowsOut(),
                counts.errorRows(),
                windows);
    }

    private static ApplicationView.Window window(Watermark.Held held) {
        Holding holding = held.holding();
        boolean isClosedByRows = holding.isHeldBack() && !held.isTimed();
        return new ApplicationView.Window(
                held.step(),
                held.count(),
                holding.unit(),
                holding.most(),
                holding.isHeldBack(),
                closing(held),
                isClosedByRows ? holding.closing() + "; " + ROWS_ALONE : holding.closing());
    }

    private static @Nullable Instant closing(Watermark.Held held) {
        return held.due() == Watermark.NEVER ? null : Instant.ofEpochMilli(held.due());
    }
}
