package dev.penstock.analytics.run;

import dev.penstock.analytics.plan.ApplicationPlan;
import dev.penstock.analytics.plan.PumpPlan;
import dev.penstock.analytics.type.StreamSchema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What an application has done since it was created; written by its thread, read by anyone. */
public final class Counters {
    private final Tally rowsIn = new Tally();
    private final Tally errorRows = new Tally();
    private final Tally rowsOut = new Tally();

    private final Map<String, StreamLog> streams = new LinkedHashMap<>();
    private final Map<String, PumpCounters> pumps = new LinkedHashMap<>();

    /** Those of an application that has done nothing. */
    public Counters(ApplicationPlan plan) {
        plan.inputs().forEach(this::add);
        plan.streams().forEach(this::add);
        add(ErrorStream.SCHEMA);
        for (PumpPlan pump : plan.pumps()) {
            pumps.put(pump.name(), new PumpCounters());
        }
    }

    private void add(StreamSchema schema) {
        streams.put(schema.name(), new StreamLog(schema));
    }

    /** What a stream has seen, by its name: those of the input, those that the code creates, the error stream. */
    public StreamLog stream(String name) {
        return Objects.requireNonNull(streams.get(name));
    }

    /** What a pump has done, by its name. */
    public PumpCounters pump(String name) {
        return Objects.requireNonNull(pumps.get(name));
    }

    void rowIn() {
        rowsIn.add();
    }

    void errorRow() {
        errorRows.add();
    }

    void rowOut() {
        rowsOut.add();
    }

    /** Rows of the input. */
    public long rowsIn() {
        return rowsIn.sum();
    }

    /** Rows of the error stream. */
    public long errorRows() {
        return errorRows.sum();
    }

    /** Rows that output streams accepted. */
    public long rowsOut() {
        return rowsOut.sum();
    }
}
