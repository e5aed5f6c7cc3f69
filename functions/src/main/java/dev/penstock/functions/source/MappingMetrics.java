package dev.penstock.functions.source;

import dev.penstock.functions.EventSourceMapping.Counters;
import java.util.concurrent.atomic.LongAdder;

/** Counts of one mapping, added to by its pollers. */
final class MappingMetrics {
    private final LongAdder read = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder discarded = new LongAdder();
    private final LongAdder filtered = new LongAdder();
    private final LongAdder invocations = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile String lastResult = "No records processed";

    void read(int records) {
        read.add(records);
    }

    void invoked() {
        invocations.increment();
    }

    void delivered(int records) {
        delivered.add(records);
        lastResult = "OK";
    }

    void failed() {
        failures.increment();
        lastResult = "PROBLEM: Function call failed";
    }

    void throttled() {
        lastResult = "PROBLEM: Function call throttled";
    }

    void broken(RuntimeException failure) {
        lastResult = "PROBLEM: " + failure.getMessage();
    }

    void discarded(int records) {
        discarded.add(records);
    }

    String lastResult() {
        return lastResult;
    }

    Counters snapshot(long millisBehindLatest) {
        return new Counters(
                read.sum(),
                delivered.sum(),
                discarded.sum(),
                filtered.sum(),
                invocations.sum(),
                failures.sum(),
                millisBehindLatest);
    }
}
