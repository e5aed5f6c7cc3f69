package dev.penstock.analytics.run;

import dev.penstock.analytics.plan.ApplicationPlan;
import dev.penstock.analytics.plan.PumpPlan;
import dev.penstock.analytics.run.InApplicationStream.RowTap;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.window.Watermark;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.Time;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The streams and pumps of one start of an application. Used by the application's thread only. Time moves in steps: what
 * waits for a time before a row's is given out first, earliest first, so that rows of all streams are in order of their
 * row time.
 */
final class Pipeline {
    private final Watermark watermark = new Watermark();
    private final Map<String, InApplicationStream> streams = new HashMap<>();
    private final List<InApplicationStream> inputs = new ArrayList<>();
    private final ErrorStream errorStream;
    private final List<Pump> pumps = new ArrayList<>();
    private final Counters counters;

    /**
     * @param outputs those of a stream
     * @param tables the rows of the reference tables
     */
    Pipeline(
            ApplicationPlan plan,
            Time time,
            RowTap tap,
            Function<StreamSchema, List<RowOutput>> outputs,
            Map<String, List<@Nullable Object[]>> tables,
            Counters counters) {
        this.counters = counters;
        for (StreamSchema schema : plan.inputs()) {
            InApplicationStream input =
                    new InApplicationStream(schema, RowTap.NONE, outputs.apply(schema), counters.stream(schema.name()));
            inputs.add(input);
            streams.put(schema.name(), input);
        }
        for (StreamSchema schema : plan.streams()) {
            streams.put(
                    schema.name(),
                    new InApplicationStream(schema, tap, outputs.apply(schema), counters.stream(schema.name())));
        }
        StreamSchema errors = ErrorStream.SCHEMA;
        errorStream = new ErrorStream(
                new InApplicationStream(errors, tap, outputs.apply(errors), counters.stream(errors.name())),
                counters,
                time);
        ClockContext context = new ClockContext(time);
        for (PumpPlan pump : plan.pumps()) {
            pumps.add(Pump.start(
                    pump,
                    counters.pump(pump.name()),
                    errorStream,
                    watermark,
                    context,
                    name -> Objects.requireNonNull(streams.get(name)),
                    name -> tables.getOrDefault(name, List.of())));
        }
    }

    /**
     * Takes a row of the input.
     *
     * @param stream which of the input's, from 0
     * @param rowTime must not decrease, in all streams of the input together
     */
    void row(int stream, long rowTime, @Nullable Object[] values) {
        advance(rowTime);
        counters.rowIn();
        inputs.get(stream).row(rowTime, values);
    }

    /** Takes a record, or a part of it, that cannot be read. Of several streams the message names the one. */
    void failed(int stream, long rowTime, Bytes record, RowFailure failure) {
        advance(rowTime);
        RowFailure told = inputs.size() == 1
                ? failure
                : new RowFailure(
                        failure.kind(),
                        "%s: %s".formatted(inputs.get(stream).schema().name(), failure.getMessage()));
        errorStream.add(told, rowTime, record, null);
    }

    /** No row before this time will come, in any stream. */
    void advance(long time) {
        for (long due = watermark.nextDue(); due <= time; due = watermark.nextDue()) {
            for (InApplicationStream input : inputs) {
                input.bound(due);
            }
            if (watermark.nextDue() <= due) {
                throw new IllegalStateException("an operator that waited for %d did not act on it".formatted(due));
            }
        }
    }

    /** The next time at which a window ends, or {@link Watermark#NEVER}. */
    long nextDue() {
        return watermark.nextDue();
    }

    /**
     * What is held in windows now.
     *
     * @param shards those of each stream of the input
     */
    Observation observe(long millisBehind, List<List<String>> shards) {
        Map<String, List<Watermark.Held>> windows = new LinkedHashMap<>();
        pumps.forEach(pump -> windows.put(pump.name(), pump.held()));
        return new Observation(millisBehind, watermark.openGroups(), shards, windows);
    }
}
