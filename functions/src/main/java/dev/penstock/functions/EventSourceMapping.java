package dev.penstock.functions;

/** A running event source mapping. */
public interface EventSourceMapping {

    /** Its UUID. */
    String id();

    EventSourceMappingSpec spec();

    /** {@code Creating}, {@code Enabled}, {@code Disabled}, {@code Deleting}. */
    String state();

    Counters counters();

    /** In AWS's words: {@code No records processed}, {@code OK} or {@code PROBLEM: ...}. */
    String lastProcessingResult();

    /**
     * @param recordsRead records taken from the shards
     * @param recordsDelivered records of batches that the function took
     * @param recordsDiscarded records given up after the last retry; each is logged as a warning
     * @param invocations attempts, retries included
     * @param failures attempts that failed
     * @param millisBehindLatest age of the oldest record that was read and is not yet delivered or discarded
     */
    record Counters(
            long recordsRead,
            long recordsDelivered,
            long recordsDiscarded,
            long invocations,
            long failures,
            long millisBehindLatest) {}
}
