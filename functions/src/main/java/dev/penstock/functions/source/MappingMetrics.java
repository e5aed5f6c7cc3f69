package dev.penstock.functions.source;

import dev.penstock.functions.EventSourceMapping.Counters;
import dev.penstock.functions.MappingTimeline.Kind;
import java.util.concurrent.atomic.LongAdder;

/** Counts of one mapping, added to by its shards. */
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

    void count(Kind kind, int records) {
        switch (kind) {
            case DELIVERED, PARTLY_DELIVERED -> {
                delivered.add(records);
                lastResult = "OK";
            }
            case FAILED -> {
                failures.increment();
                lastResult = "PROBLEM: Function call failed";
            }
            case DISCARDED -> discarded.add(records);
            case FILTERED -> filtered.add(records);
            case REFUSED, SPLIT, WINDOW_CLOSED, UPDATED -> {} // no count of their own
        }
    }

    /** @param problem in the words of LastProcessingResult */
    void problem(String problem) {
        lastResult = problem;
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
